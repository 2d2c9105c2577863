import type { Catalogue, Duration, Step, StepKind, StepOf } from '@gradus/flow';
import { newSteps } from '../document/new-steps.ts';
import { withOwnTitle } from './own-title.ts';

const module = (position: number, title: string) => ({
  key: `m${position}`,
  title,
  position,
  phase: 'one',
  hasAssessment: true,
});
const catalogue: Catalogue = { courseTitle: 'Knots', modules: [module(1, 'Bends'), module(2, 'Hitches')] };

const wait = (title: string, duration: Duration): StepOf<'wait'> => ({
  kind: 'wait',
  title,
  config: { for: { kind: 'duration', duration }, zone: 'learner' },
});
const days = (amount: number): Duration => ({ amount, unit: 'days' });

/** The title once a step is set otherwise. */
const after = <K extends StepKind>(before: StepOf<K>, config: StepOf<K>['config']) =>
  withOwnTitle(before as Step, { ...before, config } as Step, catalogue).title;
const fresh = <K extends StepKind>(kind: K) => newSteps[kind](catalogue, new Set()) as unknown as StepOf<K>;

describe('a title that nobody wrote', () => {
  it.each([
    ['Wait 3 days', 'Wait 5 days'],
    ['Three days', 'Five days'],
    ['Three days to finish', 'Five days to finish'],
  ])('follows the wait: "%s" becomes "%s"', (title, next) => {
    expect(after(wait(title, days(3)), wait('', days(5)).config)).toBe(next);
  });

  it('follows from one change to the next, over a field that is empty for a moment', () => {
    const before = fresh('wait');
    const empty = { ...before, config: wait('', days(Number.NaN)).config };
    expect(withOwnTitle(before, empty, catalogue).title).toBe('Wait 3 days');
    const five = withOwnTitle(before, { ...empty, config: wait('', days(5)).config }, catalogue);
    expect(five.title).toBe('Wait 5 days');
    expect(withOwnTitle(five, { ...five, config: wait('', days(1)).config } as Step, catalogue).title).toBe(
      'Wait 1 day',
    );
  });

  it('says another kind of wait, week, event or condition as well', () => {
    expect(
      after(fresh('wait'), { for: { kind: 'until', date: '2026-12-01', time: '09:00' }, zone: 'school' }),
    ).toBe('Wait until Tue 1 Dec 2026, 09:00');
    const release = fresh('release');
    expect(after(release, { ...release.config, module: 'm2' })).toBe('Week 2: Hitches');
    expect(after(fresh('trigger'), { on: { kind: 'event', event: 'submission.graded' } })).toBe(
      'Work is graded',
    );
    expect(after(fresh('filter'), { condition: 'facts.certified' })).toBe('Only if the learner is certified');
    expect(after(fresh('goal'), { ...fresh('goal').config, condition: 'facts.progress >= 50' })).toBe(
      'Progress is at least 50 %',
    );
    const task = fresh('task');
    expect(after(task, { ...task.config, title: 'Write a card' })).toBe('Write a card');
  });

  it('is never too long for a title', () => {
    const condition = Array.from({ length: 9 }, (_, at) => `facts.progress != ${at}`).join(' && ');
    expect(after(fresh('filter'), { condition })).toHaveLength(120);
  });
});

describe('a title of the author', () => {
  it.each(['A rest', 'Wait 3 days for the weekend', '3 days'])('stays: "%s"', (title) => {
    expect(after(wait(title, days(3)), wait('', days(5)).config)).toBe(title);
  });

  it('is what the author writes right now', () => {
    const before = wait('Wait 3 days', days(3));
    expect(withOwnTitle(before, { ...before, title: 'Wait' }, catalogue).title).toBe('Wait');
    expect(withOwnTitle(before, wait('Rest', days(5)), catalogue).title).toBe('Rest');
  });

  it('stays where a title says nothing of what is set', () => {
    const mail = fresh('message');
    expect(after(mail, { ...mail.config, subject: 'Other' })).toBe(mail.title);
  });
});
