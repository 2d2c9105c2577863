import type { Catalogue, StepOf } from '@gradus/flow';
import { summarise } from './summaries.ts';

const catalogue: Catalogue = {
  courseTitle: 'Marketing',
  modules: [{ key: 'pricing', title: 'Pricing', position: 3, phase: 'advanced', hasAssessment: true }],
};
const release = (config: Partial<StepOf<'release'>['config']>): string =>
  summarise<'release'>(
    {
      kind: 'release',
      title: 'Week 3',
      config: {
        module: 'pricing',
        policy: { kind: 'afterEnrollment', days: 14 },
        zone: 'learner',
        ...config,
      },
    },
    catalogue,
  );

describe('what a box says about itself', () => {
  it('tells when a week opens', () => {
    expect(release({})).toBe('Opens week 3, 14 days after enrollment');
    expect(release({ policy: { kind: 'afterEnrollment', days: 0 } })).toBe('Opens week 3 at enrollment');
    expect(release({ policy: { kind: 'date', date: '2026-12-01', time: '09:00' } })).toBe(
      'Opens week 3 on Tue 1 Dec 2026, 09:00',
    );
    expect(release({ snap: { weekdays: [1], time: '09:00' } })).toBe(
      "Opens week 3, 14 days after enrollment, then the next Monday 09:00, learner's time",
    );
  });

  it('names a module that the course does not have', () => {
    expect(release({ module: 'gone' })).toContain('“gone”');
  });

  it('names what is filled in as a message goes out', () => {
    const config = {
      subject: '{{person.name}}, {{ module.title }} is open: {{text.next-steps}}',
      body: 'Hello',
      category: 'transactional' as const,
      waitForDelivery: false,
    };
    expect(summarise<'message'>({ kind: 'message', title: 'Week', config }, catalogue)).toBe(
      'Mail: “[person name], [module title] is open: [text next steps]”',
    );
  });

  it('reads a condition aloud', () => {
    const config = {
      for: { kind: 'facts' as const, condition: 'facts.modules["pricing"].passed && facts.progress >= 50' },
      timeout: { amount: 1, unit: 'weeks' as const },
      zone: 'learner' as const,
    };
    expect(summarise<'waitFor'>({ kind: 'waitFor', title: 'Wait', config }, catalogue)).toBe(
      'Waits until week 3 is passed and progress is at least 50 %, at most 1 week',
    );
  });
});
