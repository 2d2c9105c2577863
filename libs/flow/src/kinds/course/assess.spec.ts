import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../model/definition.ts';
import type { AssessmentFact, Facts } from '../../model/facts.ts';
import { initialFacts } from '../../simulate/scenario.ts';
import { scenarioOfPast } from '../../simulate/replay.ts';
import { draw, mailStep, planOf, START, waitStep } from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED, newcomer, withModule } from '../../testing/learner.ts';
import { joinStep, parallelStep } from '../../testing/way-drawings.ts';
import { DAY, HOUR } from '../../time/durations.ts';

const end = (title: string): Step => ({ kind: 'end', title, config: { outcome: 'ended' } });
const GATE = planOf(
  draw(
    {
      start: START,
      gate: { kind: 'assess', title: 'Pass it', config: { module: 'bowline', zone: 'learner' } },
      passed: end('Passed'),
      failed: end('Failed'),
      missing: end('Missing'),
    },
    [
      ['start', 'next', 'gate'],
      ['gate', 'passed', 'passed'],
      ['gate', 'failed', 'failed'],
      ['gate', 'missing', 'missing'],
    ],
  ),
);

/** Two attempts of two, both failed by `ENROLLED - DAY`. */
const FAILED: AssessmentFact[] = [1, 2].flatMap((attempt): AssessmentFact[] => {
  const at = ENROLLED - (4 - attempt) * DAY;
  return [
    { kind: 'submitted', at, attempt },
    { kind: 'graded', at: at + HOUR, attempt, passed: false, percentage: 20, submittedAt: at },
  ];
});
const spent = (extraAttempts?: number[]): Facts =>
  withModule(newcomer(), 'bowline', {
    assessment: { maxAttempts: 2, ...(extraAttempts && { extraAttempts }), history: FAILED },
  });
const wayOf = (facts: Facts) =>
  new Driver(GATE, facts).commands.find((c) => c.type === 'left' && c.stepId === 'gate');

describe('a gate whose attempts are used up', () => {
  it('is left by failed', () => {
    expect(wayOf(spent())).toMatchObject({ port: 'failed' });
  });

  it('waits while the school had allowed another attempt by then', () => {
    expect(wayOf(spent([ENROLLED - HOUR]))).toBeUndefined();
  });

  it('decides as it would have decided in time, whatever was allowed later', () => {
    expect(wayOf(spent([ENROLLED + HOUR]))).toMatchObject({ port: 'failed' });
  });

  it('is the same when the past is played again', () => {
    const facts = spent([ENROLLED - HOUR]);
    const past = { facts, startedAt: ENROLLED, until: ENROLLED + DAY, events: [] };
    const [module] = initialFacts(scenarioOfPast(GATE, past)).modules;
    expect(module?.assessment).toMatchObject({ maxAttempts: 2, extraAttempts: [ENROLLED - HOUR] });
  });
});

describe('a gate and a grade that is changed', () => {
  const submitted: AssessmentFact = { kind: 'submitted', at: ENROLLED - HOUR, attempt: 1 };
  const graded = (at: number, percentage: number, changed = false): AssessmentFact => ({
    kind: 'graded',
    at,
    attempt: 1,
    passed: percentage >= 70,
    percentage,
    ...(changed && { changed }),
  });
  const learner = (...grades: AssessmentFact[]): Facts =>
    withModule(newcomer(), 'bowline', { assessment: { maxAttempts: 2, history: [submitted, ...grades] } });
  const leftOf = (driver: Driver) => driver.commands.filter((c) => c.type === 'left' && c.stepId === 'gate');

  it('still waiting, goes on by the new grade, once', () => {
    const driver = new Driver(GATE, learner(graded(ENROLLED - 1, 40)));
    expect(leftOf(driver)).toEqual([]);
    driver.facts = learner(graded(ENROLLED - 1, 40), graded(ENROLLED + HOUR, 75, true));
    driver.event('submission.graded', ENROLLED + HOUR, { module: 'bowline', changed: true });
    driver.event('submission.graded', ENROLLED + 2 * HOUR, { module: 'bowline', changed: true });
    expect(leftOf(driver)).toMatchObject([{ port: 'passed', at: ENROLLED + HOUR }]);
  });

  it('goes on waiting when the new grade decides nothing', () => {
    const driver = new Driver(GATE, learner(graded(ENROLLED - 1, 40)));
    driver.facts = learner(graded(ENROLLED - 1, 40), graded(ENROLLED + HOUR, 60, true));
    driver.event('submission.graded', ENROLLED + HOUR, { module: 'bowline', changed: true });
    expect(leftOf(driver)).toEqual([]);
  });

  it('passed by the old grade, stays passed', () => {
    const driver = new Driver(GATE, learner(graded(ENROLLED - 1, 90)));
    driver.facts = learner(graded(ENROLLED - 1, 90), graded(ENROLLED + HOUR, 30, true));
    driver.event('submission.graded', ENROLLED + HOUR, { module: 'bowline', changed: true });
    expect(leftOf(driver)).toMatchObject([{ port: 'passed' }]);
  });

  it('decides by the grade of that moment, however late its turn comes', () => {
    const later = graded(ENROLLED + HOUR, 30, true);
    expect(leftOf(new Driver(GATE, learner(graded(ENROLLED - 1, 90), later)))).toMatchObject([
      { port: 'passed' },
    ]);
  });
});

/** The due date of a gate is counted from the arrival there, so whoever begins beside it can count towards it. */
describe('two days before a gate is due', () => {
  const gate: Step = {
    kind: 'assess',
    title: 'Pass it',
    config: { module: 'bowline', zone: 'learner', due: { amount: 10, unit: 'days' } },
  };
  const drawing = planOf(
    draw(
      {
        start: START,
        both: parallelStep(2),
        gate,
        nearly: waitStep(8),
        remind: mailStep(),
        reminded: end('Reminded'),
        either: joinStep({ kind: 'any' }),
        done: end('Done'),
      },
      [
        ['start', 'next', 'both'],
        ['both', 'way-0', 'gate'],
        ['both', 'way-1', 'nearly'],
        ['nearly', 'next', 'remind'],
        ['remind', 'next', 'reminded'],
        ['gate', 'passed', 'either'],
        ['gate', 'failed', 'either'],
        ['gate', 'missing', 'either'],
        ['either', 'next', 'done'],
      ],
    ),
  );

  it('somebody is reminded on a way beside it, and still has until then', () => {
    const run = new Driver(drawing);
    run.advance(ENROLLED + 9 * DAY);
    expect(run.only('message')).toMatchObject([{ at: ENROLLED + 8 * DAY }]);
    expect(run.place).toBe('gate');
    run.advance(ENROLLED + 10 * DAY);
    expect(run.trail).toContain(`gate:missing@${ENROLLED + 10 * DAY}`);
  });

  it('nobody is reminded who has passed', () => {
    const run = new Driver(drawing);
    const at = ENROLLED + 3 * DAY;
    const graded = { kind: 'graded' as const, at: at + HOUR, attempt: 1, passed: true, percentage: 90 };
    const history: AssessmentFact[] = [
      { kind: 'submitted', at, attempt: 1 },
      { ...graded, submittedAt: at },
    ];
    run.facts = withModule(run.facts, 'bowline', { assessment: { maxAttempts: 2, history } });
    run.event('submission.graded', at + HOUR, { module: 'bowline' });
    run.advance(ENROLLED + 20 * DAY);
    expect(run.trail).toContain(`gate:passed@${at + HOUR}`);
    expect(run.only('message')).toEqual([]);
  });
});
