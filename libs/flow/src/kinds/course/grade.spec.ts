import { describe, expect, it } from '@jest/globals';
import { explain } from '../../explain/explain.ts';
import { sayReason } from '../../explain/say-reason.ts';
import type { Step, StepOf } from '../../model/definition.ts';
import type { AssessmentFact, Facts } from '../../model/facts.ts';
import { BEHAVIOURS } from '../../simulate/scenario.ts';
import { simulate } from '../../simulate/simulate.ts';
import {
  CATALOGUE,
  draw,
  planOf,
  problemsOf,
  releaseStep,
  START,
  untilEvent,
} from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED, newcomer, withModule } from '../../testing/learner.ts';
import { DAY, HOUR } from '../../time/durations.ts';

const PORTS = ['passed', 'failed', 'missing', 'timeout', 'error'];
const end = (title: string): Step => ({ kind: 'end', title, config: { outcome: 'ended' } });
const grade = (part: Partial<StepOf<'grade'>['config']> = {}): Step => ({
  kind: 'grade',
  title: 'Grade it',
  config: { module: 'bowline', by: 'policy', within: { amount: 3, unit: 'days' }, zone: 'none', ...part },
});
const drawn = (step: Step = grade(), before: Record<string, Step> = {}) => {
  const ids = ['start', ...Object.keys(before), 'grade'];
  return draw(
    { start: START, ...before, grade: step, ...Object.fromEntries(PORTS.map((port) => [port, end(port)])) },
    [
      ...ids.slice(1).map((to, at): [string, string, string] => [ids[at] ?? 'start', 'next', to]),
      ...PORTS.map((port): [string, string, string] => ['grade', port, port]),
    ],
  );
};
const submitted = (attempt: number, at: number): AssessmentFact => ({ kind: 'submitted', at, attempt });
const graded = (attempt: number, at: number, passed: boolean): AssessmentFact => ({
  kind: 'graded',
  at,
  attempt,
  passed,
  percentage: passed ? 80 : 20,
});
const handed = (...history: AssessmentFact[]): Facts =>
  withModule(newcomer(), 'bowline', { assessment: { maxAttempts: 3, history } });
const run = (facts: Facts, step = grade()) => new Driver(planOf(drawn(step)), facts);
const wayOf = (driver: Driver) => driver.commands.find((c) => c.type === 'left' && c.stepId === 'grade');

describe('grading what was handed in', () => {
  it('is asked for once, by module and attempt, and goes on by the grade', () => {
    for (const passed of [true, false]) {
      const driver = run(
        handed(submitted(1, ENROLLED - HOUR), submitted(2, ENROLLED)),
        grade({ by: 'person' }),
      );
      expect(driver.only('effect')).toMatchObject([
        { kind: 'grade', key: 'run:grade:1', given: { module: 'bowline', attempt: 2, by: 'person' } },
      ]);
      driver.effect('run:grade:1', 'done', ENROLLED + 1);
      const { reasons } = explain(driver.plan, driver.state, driver.facts, ENROLLED + 1)[0]!;
      expect(sayReason(reasons[0]!, { zone: 'UTC' })).toMatch(/^Waits for the grade of “The bowline”/);
      driver.facts = handed(
        submitted(1, ENROLLED - HOUR),
        submitted(2, ENROLLED),
        graded(2, ENROLLED + HOUR, passed),
      );
      driver.event('submission.graded', ENROLLED + HOUR, { module: 'bowline' });
      expect(wayOf(driver)).toMatchObject({ port: passed ? 'passed' : 'failed', reason: 'event' });
      expect(driver.only('effect')).toHaveLength(1);
    }
  });

  it('grades nothing twice, and nothing that is not there', () => {
    const known = run(handed(submitted(1, ENROLLED - HOUR), graded(1, ENROLLED - 1, true)));
    expect(wayOf(known)).toMatchObject({ port: 'passed', reason: 'facts' });
    const nothing = run(handed());
    expect(wayOf(nothing)).toMatchObject({ port: 'missing' });
    expect([...known.only('effect'), ...nothing.only('effect')]).toEqual([]);
  });

  it('holds to the attempt it began with: a grade of an earlier one, and work that comes later, are others', () => {
    const before = graded(1, ENROLLED - 1, false);
    const driver = run(handed(submitted(1, ENROLLED - HOUR), before, submitted(2, ENROLLED)));
    expect(driver.place).toBe('grade');
    const later = [submitted(1, ENROLLED - HOUR), before, submitted(2, ENROLLED), submitted(3, ENROLLED + 1)];
    driver.facts = handed(...later, graded(2, ENROLLED + HOUR, true));
    driver.event('submission.graded', ENROLLED + HOUR, { module: 'bowline' });
    expect(wayOf(driver)).toMatchObject({ port: 'passed' });
  });

  it('is given up at its time, and by “error” when it is refused', () => {
    const late = run(handed(submitted(1, ENROLLED)));
    late.effect('run:grade:1', 'done', ENROLLED + 1);
    late.advance(ENROLLED + 3 * DAY);
    expect(wayOf(late)).toMatchObject({ port: 'timeout', reason: 'time', at: ENROLLED + 3 * DAY });
    const refused = run(handed(submitted(1, ENROLLED)));
    refused.effect('run:grade:1', 'refused', ENROLLED + 1);
    expect(wayOf(refused)).toMatchObject({ port: 'error' });
  });

  it('is imagined with the learner, who hands in and passes or does not', () => {
    const steps = {
      open: releaseStep('bowline', { kind: 'afterEnrollment', days: 0 }),
      made: untilEvent('submission.made'),
    };
    const ways = (['diligent', 'fails-once'] as const).map((who) => {
      const { entries } = simulate(planOf(drawn(grade(), steps)), {
        enrolledAt: ENROLLED,
        learnerZone: 'UTC',
        schoolZone: 'UTC',
        modules: CATALOGUE.modules.map((module) => ({ ...module, lessonCount: 1 })),
        behaviour: BEHAVIOURS[who],
        horizonDays: 60,
      });
      return entries.find(({ kind, stepId }) => kind === 'branch' && stepId === 'grade')?.port;
    });
    expect(ways).toEqual(['passed', 'failed']);
  });

  it('needs a module with an assessment', () => {
    const bare = {
      ...CATALOGUE,
      modules: CATALOGUE.modules.map((one) => ({ ...one, hasAssessment: false })),
    };
    const codes = (step: Step, catalogue = CATALOGUE) =>
      problemsOf(drawn(step), catalogue).map(({ code }) => code);
    expect(codes(grade(), bare)).toContain('flow.assessment-missing');
    expect(codes(grade({ module: 'reef' }))).toContain('flow.module-unknown');
    expect(codes(grade({ within: { amount: 0, unit: 'days' } }))).toContain('flow.duration-zero');
  });
});
