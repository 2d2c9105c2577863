import { describe, expect, it } from '@jest/globals';
import type { Step } from '../../model/definition.ts';
import type { AssessmentFact, Facts } from '../../model/facts.ts';
import { initialFacts } from '../../simulate/scenario.ts';
import { scenarioOfPast } from '../../simulate/replay.ts';
import { draw, planOf, START } from '../../testing/drawings.ts';
import { Driver } from '../../testing/driver.ts';
import { ENROLLED, newcomer, withModule } from '../../testing/learner.ts';
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
