import type { LearnerModule } from '@gradus/contracts';
import { nextOpening } from './next-opening.ts';
import { nextStep } from './next-step.ts';

const week = (position: number, over: Partial<LearnerModule>): LearnerModule => ({
  id: `module-${position}`,
  key: `week-${position}`,
  position,
  phaseKey: 'foundation',
  title: `Week ${position}`,
  summary: '',
  state: 'open',
  unlockAt: null,
  expectedAt: null,
  because: [],
  lessons: [
    { id: `lesson-${position}-1`, title: 'First', minutes: 10, completedAt: null },
    { id: `lesson-${position}-2`, title: 'Second', minutes: 10, completedAt: null },
  ],
  assessment: {
    id: `assessment-${position}`,
    title: 'Plan',
    state: 'none',
    percentage: null,
    attemptsUsed: 0,
    maxAttempts: 3,
  },
  ...over,
});

const read = (module: LearnerModule): LearnerModule => ({
  ...module,
  lessons: module.lessons.map((lesson) => ({ ...lesson, completedAt: '2026-11-20T10:00:00Z' })),
});

const withWork = (module: LearnerModule, state: 'failed' | 'grading', attemptsUsed = 1): LearnerModule => ({
  ...module,
  assessment: module.assessment && { ...module.assessment, state, attemptsUsed },
});

const step = (...modules: LearnerModule[]) => nextStep({ modules, progress: 10, state: 'active' });

describe('nextStep', () => {
  it('is the first lesson not yet read of the first open week', () => {
    const half = week(2, {});
    half.lessons[0] = { ...half.lessons[0]!, completedAt: '2026-11-20T10:00:00Z' };
    expect(step(week(1, { state: 'completed' }), half)).toMatchObject({
      kind: 'lesson',
      lessonId: 'lesson-2-2',
    });
  });

  it('is the assignment once the lessons are read, also after a failed attempt while one is left', () => {
    expect(step(read(week(1, {})))).toMatchObject({ kind: 'assignment', again: false });
    expect(step(withWork(read(week(1, {})), 'failed'))).toMatchObject({ kind: 'assignment', again: true });
    const spent = withWork(read(week(1, {})), 'failed', 3);
    expect(step(spent)).toMatchObject({ kind: 'spent', module: { position: 1 } });
    expect(step(spent, week(2, { state: 'scheduled' }))).toMatchObject({
      kind: 'opening',
      spent: { position: 1 },
    });
  });

  it('is the assignment again as soon as the school allows another attempt', () => {
    const spent = withWork(read(week(1, {})), 'failed', 3);
    const allowed = { ...spent, assessment: { ...spent.assessment!, maxAttempts: 4 } };
    expect(step(allowed, week(2, { state: 'scheduled' }))).toMatchObject({
      kind: 'assignment',
      assessmentId: 'assessment-1',
      again: true,
    });
  });

  it('is waiting for the next week, or for a grade, when there is nothing to do', () => {
    const graded = withWork(read(week(1, {})), 'grading');
    expect(step(graded, week(2, { state: 'scheduled' }))).toMatchObject({ kind: 'opening' });
    expect(step(graded)).toMatchObject({ kind: 'grading' });
  });
});

describe('nextOpening', () => {
  it('is counted on the clock of the learner and waited for on ours', () => {
    const modules = [
      week(2, { state: 'scheduled', unlockAt: '2026-12-08T00:00:00Z' }),
      week(3, { state: 'locked', unlockAt: null }),
    ];
    const virtualNow = '2026-12-01T00:00:00Z';
    expect(nextOpening({ modules, virtualNow, speed: 1 })).toBe(7 * 86_400_000);
    expect(nextOpening({ modules, virtualNow, speed: 100_800 })).toBe(6_000);
    expect(nextOpening({ modules: [modules[1]!], virtualNow, speed: 1 })).toBeNull();
  });
});
