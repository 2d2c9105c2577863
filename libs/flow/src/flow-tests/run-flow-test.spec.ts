import { describe, expect, it } from '@jest/globals';
import { FlowTestGiven, WriteFlowTest } from '@gradus/contracts';
import type { Step } from '../model/definition.ts';
import {
  CATALOGUE,
  DONE,
  draw,
  gateStep,
  mailStep,
  planOf,
  releaseStep,
  START,
  waitStep,
} from '../testing/drawings.ts';
import { ENROLLED } from '../testing/learner.ts';
import { runFlowTest } from './run-flow-test.ts';
import { sayGiven } from './say-given.ts';

const modules = CATALOGUE.modules.map((module) => ({ ...module, lessonCount: 2 }));
const course = { schoolZone: 'Europe/Berlin', modules };
const titled = (step: Step, title: string): Step => ({ ...step, title });

/** Week 1, a gate of five days, a call for whoever misses it, week 2. */
const plan = planOf(
  draw(
    {
      start: START,
      open: releaseStep('bowline', 0),
      gate: titled(gateStep('bowline', 5), 'Handed in?'),
      call: titled(mailStep(true), 'Call'),
      rest: waitStep(1),
      next: releaseStep('sheet-bend', 0),
      done: DONE,
    },
    [
      ['start', 'next', 'open'],
      ['open', 'next', 'gate'],
      ['gate', 'passed', 'next'],
      ['gate', 'failed', 'call'],
      ['gate', 'missing', 'call'],
      ['call', 'next', 'rest'],
      ['call', 'error', 'rest'],
      ['rest', 'next', 'next'],
      ['next', 'next', 'done'],
    ],
  ),
);

function run(given: object, ...expected: object[]) {
  const enrolledAt = new Date(ENROLLED).toISOString();
  const test = WriteFlowTest.parse({ name: 'test', given: { enrolledAt, ...given }, expect: expected });
  return runFlowTest(plan, course, test);
}
const messages = (given: object, ...expected: object[]) =>
  run(given, ...expected).failures.map(({ message }) => message);
const missing = { modules: { bowline: 'silent' } };

describe('a flow test', () => {
  it('is green when all it expects comes true', () => {
    expect(
      run(
        missing,
        {
          kind: 'reached',
          stepId: 'call',
          times: 1,
          within: { amount: 5, unit: 'days', of: null },
          before: 'next',
        },
        { kind: 'sent', stepId: 'call', within: { amount: 24, unit: 'hours', of: 'call' } },
        { kind: 'leftBy', stepId: 'gate', port: 'missing' },
        { kind: 'opened', module: 'sheet-bend', within: { amount: 1, unit: 'weeks', of: null } },
        { kind: 'outcome', outcome: 'completed' },
      ),
    ).toMatchObject({ passed: true, failures: [] });
    expect(run({}, { kind: 'notReached', stepId: 'call' }).passed).toBe(true);
  });

  it('says of each thing that does not, what was instead', () => {
    expect(
      messages(
        {},
        { kind: 'reached', stepId: 'call' },
        { kind: 'leftBy', stepId: 'gate', port: 'missing' },
        { kind: 'leftBy', stepId: 'call', port: 'next' },
        { kind: 'outcome', outcome: 'ended' },
        { kind: 'notReached', stepId: 'done' },
        { kind: 'opened', module: 'splice' },
      ),
    ).toEqual([
      '“Call” is reached: it never is.',
      '“Handed in?” is left by “nothing handed in”: it is left by “passed”.',
      '“Call” is left by “next”: it is never left.',
      'The run ends: it is “completed”.',
      '“Done” is never reached: it is.',
      '“The eye splice” opens: it never is.',
    ]);
  });

  it('holds to times, to how often, and to the order', () => {
    expect(
      messages(
        missing,
        { kind: 'reached', stepId: 'call', within: { amount: 1, unit: 'days', of: 'open' } },
        { kind: 'reached', stepId: 'call', times: 2 },
        { kind: 'reached', stepId: 'next', before: 'call' },
        { kind: 'sent', stepId: 'call', within: { amount: 1, unit: 'hours', of: 'done' } },
      ),
    ).toEqual([
      '“Call” is reached within 1 day of “Open bowline”: it comes later.',
      '“Call” is reached 2 times: it is once.',
      '“Open sheet-bend” is reached, before “Call”: it comes after that.',
      '“Call” is sent within 1 hour of “Done”: “Done” is not reached before it.',
    ]);
  });

  it('comes with all that happened, and knows refused effects', () => {
    const refused = { ...missing, outcomes: [{ stepId: 'call', outcome: 'refused' }] };
    const { passed, timeline } = run(refused, { kind: 'leftBy', stepId: 'call', port: 'error' });
    expect(passed).toBe(true);
    expect(timeline.map(({ detail }) => detail)).toContain('It was refused.');
  });

  it('is about a step that is gone: then it is red, and names it by its id', () => {
    expect(messages({}, { kind: 'reached', stepId: 'gone' })).toEqual(['“gone” is reached: it never is.']);
  });
});

/** Week 2, a reminder for whoever misses it, another chance, and then a call that somebody of the school has to make. */
const twice = planOf(
  draw(
    {
      start: START,
      open: releaseStep('sheet-bend', 0),
      first: titled(gateStep('sheet-bend', 7), 'Handed in?'),
      remind: mailStep(),
      second: titled(gateStep('sheet-bend', 3), 'Handed in now?'),
      call: {
        kind: 'task',
        title: 'Call the learner',
        config: {
          what: 'call',
          to: { kind: 'role', role: 'instructor' },
          title: 'Call {{learner.name}}',
          due: { amount: 1, unit: 'days' },
          zone: 'school',
          wait: true,
        },
      },
      done: DONE,
    },
    [
      ['start', 'next', 'open'],
      ['open', 'next', 'first'],
      ['first', 'passed', 'done'],
      ['first', 'failed', 'done'],
      ['first', 'missing', 'remind'],
      ['remind', 'next', 'second'],
      ['second', 'passed', 'done'],
      ['second', 'failed', 'done'],
      ['second', 'missing', 'call'],
      ['call', 'done', 'done'],
      ['call', 'not-done', 'done'],
      ['call', 'timeout', 'done'],
    ],
  ),
);

describe('a learner who misses a week twice', () => {
  const judge = (given: object, ...expected: object[]) => {
    const enrolledAt = new Date(ENROLLED).toISOString();
    const test = WriteFlowTest.parse({ name: 'test', given: { enrolledAt, ...given }, expect: expected });
    return runFlowTest(twice, course, test).failures.map(({ message }) => message);
  };
  const missed = { modules: { 'sheet-bend': 'silent' } };
  const called = (limit: object) => ({ kind: 'reached', stepId: 'call', times: 1, within: limit });
  const day = { amount: 24, unit: 'hours', of: 'second' };

  it('gets a call task within 24 h, and the test says so when they do not', () => {
    expect(
      judge(
        missed,
        { kind: 'leftBy', stepId: 'first', port: 'missing' },
        { kind: 'leftBy', stepId: 'second', port: 'missing' },
        called({ ...day, leaving: true }),
        { kind: 'leftBy', stepId: 'call', port: 'done' },
      ),
    ).toEqual([]);
    expect(judge(missed, called(day))).toEqual([
      '“Call the learner” is reached once within 24 hours of “Handed in now?”: it comes later.',
    ]);
    const before = { ...called({ ...day, of: 'call', leaving: true }), stepId: 'second' };
    expect(judge(missed, before)).toEqual([
      '“Handed in now?” is reached once within 24 hours of leaving “Call the learner”: “Call the learner” is not left before it.',
    ]);
    expect(judge({}, { kind: 'notReached', stepId: 'call' })).toEqual([]);
  });

  it('says what the school makes of the task', () => {
    const by = (decision: string) => ({ ...missed, decisions: [{ stepId: 'call', decision }] });
    const leaves = (port: string) => ({ kind: 'leftBy', stepId: 'call', port });
    expect(judge(by('notDone'), leaves('not-done'))).toEqual([]);
    expect(judge(by('never'), leaves('timeout'))).toEqual([]);
    expect(judge(by('done'), leaves('timeout'))).toEqual([
      '“Call the learner” is left by “time ran out”: it is left by “done”.',
    ]);
  });
});

describe('what operators do in a test', () => {
  const operator = (commands: object[], expected: object[], given: object = missing) =>
    messages({ ...given, commands }, ...expected);
  const opens = (amount: number) => ({
    kind: 'opened',
    module: 'sheet-bend',
    within: { amount, unit: 'days', of: null },
  });
  const reached = (stepId: string) => ({ kind: 'reached', stepId });

  it('is skipping a step, by a way of its own if one is named, and letting on what waits', () => {
    const skip = { name: 'skip', afterDays: 2, stepId: 'gate' };
    expect(operator([skip], [{ kind: 'notReached', stepId: 'call' }, opens(2)])).toEqual([]);
    expect(operator([{ ...skip, port: 'failed' }], [reached('call'), opens(4)])).toEqual([]);
    const letOn = { name: 'releaseNow', afterDays: 5.5, stepId: 'rest' };
    expect(operator([letOn], [{ ...opens(6) }])).toEqual([]);
    expect(operator([], [{ ...opens(5) }])).toEqual([
      '“The sheet bend” opens within 5 days of the enrollment: it comes later.',
    ]);
  });

  it('is putting a step off, and pausing and going on: what is due is due later by that', () => {
    const later = { name: 'postpone', afterDays: 1, stepId: 'gate', byDays: 3 };
    expect(operator([later], [opens(10)])).toEqual([]);
    expect(operator([later], [opens(9)])).toHaveLength(1);
    const stopped = [
      { name: 'resume', afterDays: 4 },
      { name: 'pause', afterDays: 2 },
    ];
    expect(operator(stopped, [opens(8)])).toHaveLength(1);
    expect(operator(stopped, [opens(9)])).toEqual([]);
    expect(operator([{ name: 'exit', afterDays: 2 }], [{ kind: 'outcome', outcome: 'exited' }])).toEqual([]);
  });

  it('is trying again what has failed', () => {
    // Nothing is drawn for a failed call here, so that the run is blocked by it.
    const definition = plan.definition;
    const edges = definition.edges.filter(({ port }) => port !== 'error');
    const blocking = planOf({ ...definition, edges });
    const given = {
      ...missing,
      enrolledAt: new Date(ENROLLED).toISOString(),
      outcomes: [{ stepId: 'call', outcome: 'refused', try: 1 }],
    };
    const judged = (commands: object[], outcome: string) => {
      const expected = [{ kind: 'outcome', outcome }];
      const test = WriteFlowTest.parse({ name: 'test', given: { ...given, commands }, expect: expected });
      return runFlowTest(blocking, course, test).failures.map(({ message }) => message);
    };
    expect(judged([], 'open')).toEqual([]);
    expect(judged([{ name: 'retry', afterDays: 8, stepId: 'call' }], 'completed')).toEqual([]);
  });

  it('is told of when it does not fit, and then the test is red whatever else comes true', () => {
    const retry = { name: 'retry', afterDays: 1, stepId: 'gate' };
    const late = { name: 'pause', afterDays: 300 };
    const { passed, failures } = run({ ...missing, commands: [late, retry] }, reached('call'));
    expect(passed).toBe(false);
    expect(failures).toEqual([
      {
        index: -1,
        message:
          'It does not fit that an operator tries “Handed in?” again after 1 day: Only a blocked step can be retried; this one is waiting.',
      },
      {
        index: -1,
        message: 'It does not fit that an operator pauses the run after 300 days: The run is over by then.',
      },
    ]);
  });

  it('stays unsaid in a test of before', () => {
    const given = { enrolledAt: new Date(ENROLLED).toISOString() };
    expect(FlowTestGiven.parse(given)).not.toHaveProperty('commands');
    expect(FlowTestGiven.safeParse({ ...given, commands: [{ name: 'skip', afterDays: 1 }] }).success).toBe(
      false,
    );
  });
});

describe('whom a test is about', () => {
  const names = { steps: plan.definition.steps, modules };
  const said = (given: object) => {
    const enrolledAt = new Date(ENROLLED).toISOString();
    return sayGiven(FlowTestGiven.parse({ enrolledAt, ...given }), names);
  };

  it('is said in a sentence', () => {
    expect(said({})).toBe('A diligent learner');
    expect(said({ modules: { bowline: 'silent', splice: 'fails' }, tags: ['vip'] })).toBe(
      'A diligent learner who misses “The bowline”, does not pass “The eye splice” and is tagged “vip”',
    );
    expect(
      said({
        behaviour: 'silent',
        learnerZone: 'America/New_York',
        events: [{ afterDays: 3, type: 'payment.cancelled' }],
        outcomes: [{ stepId: 'call', try: 1, outcome: 'refused' }],
      }),
    ).toBe(
      'A learner who does nothing and lives in America/New York, when a payment is cancelled after 3 days and “Call” is refused at the first try',
    );
    expect(
      said({
        commands: [
          { name: 'skip', afterDays: 8, stepId: 'gate', port: 'missing' },
          { name: 'postpone', afterDays: 1, stepId: 'rest', byDays: 2 },
          { name: 'resume', afterDays: 9 },
        ],
      }),
    ).toBe(
      'A diligent learner, when an operator skips “Handed in?” by “nothing handed in” after 8 days, an operator puts “Wait 1 days” off by 2 days after 1 day and an operator lets the run go on after 9 days',
    );
    expect(
      said({
        outcomes: [{ stepId: 'rest', outcome: 'done', result: { status: 'declined' } }],
        decisions: [
          { stepId: 'call', decision: 'rejected' },
          { stepId: 'gate', decision: 'never' },
        ],
      }),
    ).toBe(
      'A diligent learner, when the card says no at “Wait 1 days”, “Call” is not approved and nobody decides about “Handed in?”',
    );
  });
});
