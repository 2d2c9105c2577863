import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { AssessmentFact } from '../model/facts.ts';
import { ENROLLED, newcomer, withCompleted, withEverythingDone, withModule } from '../testing/learner.ts';
import { AFTER_EVERYTHING } from '../model/instant.ts';
import { DAY, HOUR } from '../time/durations.ts';
import { completionGaps } from './completion-gaps.ts';
import { factEvents } from './fact-events.ts';
import { factsAt } from './facts-at.ts';
import { completedAt, completionsUndone, progressOf } from './progress.ts';

const day = (n: number) => ENROLLED + n * DAY;
const submitted = (attempt: number, n: number): AssessmentFact => ({
  kind: 'submitted',
  attempt,
  at: day(n),
});
const graded = (attempt: number, n: number, passed: boolean, percentage: number): AssessmentFact => ({
  kind: 'graded',
  attempt,
  at: day(n),
  passed,
  percentage,
});

describe('factsAt', () => {
  const history = [submitted(1, 2), graded(1, 3, false, 40), submitted(2, 4), graded(2, 5, true, 80)];
  const facts = withModule(newcomer(), 'bowline', {
    releasedAt: day(0),
    lessonCompletions: [day(1), day(6)],
    assessment: { maxAttempts: 2, history },
  });
  const bowline = (n: number) => factsAt(facts, day(n)).modules['bowline'];

  it('can be asked for all there is, at whatever hour somebody enrolled', () => {
    for (let hour = 0; hour < 24; hour += 1) {
      const view = factsAt({ ...facts, enrolledAt: ENROLLED + hour * HOUR }, AFTER_EVERYTHING);
      expect(view.modules['bowline']).toMatchObject({ completed: true });
      expect(view.daysSinceEnrollment).toBeGreaterThan(2_900_000);
    }
  });

  it('knows at each moment what was known then', () => {
    expect(bowline(-1)).toMatchObject({ released: false, lessonsDone: 0, submitted: false, score: 0 });
    expect(bowline(2)).toMatchObject({ released: true, lessonsDone: 1, submitted: true, graded: false });
    expect(bowline(3)).toMatchObject({ graded: true, passed: false, score: 40 });
    expect(bowline(5)).toMatchObject({ passed: true, score: 80, completed: false });
    expect(bowline(6)).toMatchObject({ completed: true, lessonsDone: 2 });
  });

  it('waits for a grade from each hand-in until that attempt is graded, and not once something has passed', () => {
    const waits = (n: number) => factsAt(facts, day(n)).awaitsGrade;
    expect([1, 2, 3, 4, 5].map(waits)).toEqual([false, true, false, true, false]);
    const more = withModule(facts, 'bowline', {
      assessment: { maxAttempts: 3, history: [...history, submitted(3, 6)] },
    });
    expect(factsAt(more, day(7)).awaitsGrade).toBe(false);
  });

  it('lets a regrade replace the grade before it', () => {
    const regraded = withModule(facts, 'bowline', {
      assessment: { maxAttempts: 2, history: [...history, graded(2, 8, false, 30)] },
    });
    expect(factsAt(regraded, day(7)).modules['bowline']).toMatchObject({ passed: true, score: 80 });
    expect(factsAt(regraded, day(8)).modules['bowline']).toMatchObject({ passed: false, score: 40 });
  });

  it('keeps the day of a pass that becomes a better one, and takes the day of the pass that follows a fail', () => {
    const completed = (...more: AssessmentFact[]) => {
      const changed = withModule(facts, 'bowline', {
        lessonCompletions: [day(1), day(2)],
        assessment: { maxAttempts: 2, history: [...history, ...more] },
      });
      return completedAt(changed.modules[0]!, changed, day(20));
    };
    expect(completed()).toBe(day(5));
    expect(completed(graded(2, 8, true, 95))).toBe(day(5));
    expect(completed(graded(2, 8, false, 30))).toBeNull();
    expect(completed(graded(2, 8, false, 30), graded(2, 9, true, 70))).toBe(day(9));
    expect(completed(graded(1, 8, true, 60))).toBe(day(5));
  });

  it('counts days by the calendar, like every other date', () => {
    expect(factsAt(facts, day(7)).daysSinceEnrollment).toBe(7);
    expect(factsAt(facts, day(7) - 1).daysSinceEnrollment).toBe(6);
  });

  it('is 100 if and only if everything is done', () => {
    const many = { lessons: 20_000, done: fc.integer({ min: 0, max: 20_000 }) };
    fc.assert(
      fc.property(many.done, (done) => {
        const lessonCompletions = Array.from({ length: done }, () => day(0));
        const module = {
          ...newcomer().modules[0]!,
          requiredLessons: many.lessons,
          lessonCompletions,
          assessment: null,
        };
        const { percent } = progressOf([module], day(1));
        expect(percent === 100).toBe(done === many.lessons);
        expect(percent).toBe(Math.round(percent * 100) / 100);
      }),
      { numRuns: 50, examples: [[0], [19_999], [20_000]] },
    );
    expect(progressOf([], day(0)).percent).toBe(100);
  });
});

describe('completionGaps', () => {
  it('says what is missing, and nothing once all is done', () => {
    const facts = withCompleted(
      withModule(newcomer(), 'splice', { lessonCompletions: [day(1)] }),
      'bowline',
      day(2),
    );
    expect(completionGaps(facts, day(3))).toEqual([
      { module: 'sheet-bend', title: 'The sheet bend', position: 2, lessonsMissing: 2, assessment: 'open' },
      { module: 'splice', title: 'The eye splice', position: 3, lessonsMissing: 1, assessment: 'open' },
    ]);
    expect(completionGaps(withEverythingDone(newcomer(), day(2)), day(2))).toEqual([]);
  });
});

describe('completionsUndone', () => {
  const lessons = (...days: number[]) => days.map(day);
  const times = (lessonCompletions: number[], history: AssessmentFact[], at = day(9)) =>
    completionsUndone(
      withModule(newcomer(), 'bowline', {
        lessonCompletions,
        assessment: { maxAttempts: 2, history: [submitted(1, 1), ...history] },
      }).modules.find(({ key }) => key === 'bowline')!,
      at,
    );
  const changed = (attempt: number, on: number, passed: boolean) => ({
    ...graded(attempt, on, passed, passed ? 80 : 30),
    changed: true,
  });

  it('counts what was complete and is it no longer, each time', () => {
    const history = [graded(1, 3, true, 90), changed(1, 4, false), changed(1, 5, true), changed(1, 6, false)];
    expect([2, 3, 4, 5, 6].map((on) => times(lessons(1, 1), history, day(on)))).toEqual([0, 0, 1, 1, 2]);
    expect(times(lessons(1, 3.5), history)).toBe(2);
  });

  it('counts nothing where nothing was complete, or another attempt is passed', () => {
    expect(times(lessons(1, 8), [graded(1, 3, true, 90), changed(1, 4, false), changed(1, 5, true)])).toBe(0);
    const second = [submitted(2, 3), graded(2, 4, true, 90)];
    expect(times(lessons(1, 1), [graded(1, 2, false, 40), ...second, changed(1, 5, false)])).toBe(0);
  });
});

describe('factEvents', () => {
  it('tells in order what the facts amount to', () => {
    const facts = {
      ...withEverythingDone(newcomer(), day(2)),
      credential: { issuedAt: day(3), failedAt: null },
    };
    const types = factEvents(facts, day(9)).map(({ type }) => type);
    expect(types[0]).toBe('enrollment.activated');
    expect(types.slice(-2)).toEqual(['requirements.met', 'credential.issued']);
    expect(types.filter((type) => type === 'module.completed')).toHaveLength(3);
    expect(factEvents(facts, day(1))).toHaveLength(1);
  });

  it('tells of a grade that took the place of another', () => {
    const changed = { ...graded(1, 4, true, 70), changed: true };
    const facts = withModule(newcomer(), 'bowline', {
      assessment: { maxAttempts: 2, history: [submitted(1, 2), graded(1, 3, false, 40), changed] },
    });
    const told = factEvents(facts, day(9)).filter(({ type }) => type === 'submission.graded');
    expect(told.map(({ at, data }) => [at, data['passed'], data['changed']])).toEqual([
      [day(3), false, false],
      [day(4), true, true],
    ]);
  });

  it('tells of the activation when it came, and not before', () => {
    const types = (activatedAt: number | null) =>
      factEvents(newcomer({ activatedAt }), day(5)).map(({ at, type }) => [type, at]);
    expect(types(null)).toEqual([]);
    expect(types(day(3))).toEqual([['enrollment.activated', day(3)]]);
    expect(types(day(6))).toEqual([]);
  });
});
