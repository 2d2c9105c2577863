import { CURRENT_MODULE } from '../model/steps/current-module.ts';
import type { StepOf } from '../model/definition.ts';
import type { Facts } from '../model/facts.ts';
import type { Input, OperatorCommand } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import { startOver } from '../commands/start-over.ts';
import {
  CERTIFY,
  chain,
  DONE,
  draw,
  mailStep,
  planOf,
  releaseStep,
  START,
  STOPPED,
  untilEvent,
  waitStep,
} from './drawings.ts';
import { Driver } from './driver.ts';
import { ENROLLED } from './learner.ts';
import { eachStep, filterStep, goalStep, goToStep, joinStep, parallelStep } from './way-drawings.ts';
import { DAY, HOUR } from '../time/durations.ts';

/** Where a run stands when its state is kept, and the one input by which it goes on. */
export interface Situation {
  /** Every version that it stands on, its own first. */
  drawings: Array<Record<string, unknown>>;
  /** Takes the run, of the first version, to where its state is kept. */
  live(run: Driver): void;
  /** What has become known of the learner when it goes on. */
  facts?: Partial<Facts>;
  next: Input;
}

const day = (days: number): Instant => ENROLLED + days * DAY;
const time = (days: number): Input => ({ kind: 'time', at: day(days) });
const command = (given: OperatorCommand, days: number): Input => ({
  kind: 'command',
  at: day(days),
  id: 'go-on',
  command: given,
});

const ATONCE = draw(
  {
    start: START,
    several: parallelStep(3),
    short: waitStep(1),
    long: waitStep(5),
    event: untilEvent('payment.succeeded'),
    meet: joinStep({ kind: 'atLeast', count: 2 }),
    done: DONE,
  },
  [
    ['start', 'next', 'several'],
    ['several', 'way-0', 'short'],
    ['several', 'way-1', 'long'],
    ['several', 'way-2', 'event'],
    ['short', 'next', 'meet'],
    ['long', 'next', 'meet'],
    ['event', 'next', 'meet'],
    ['meet', 'next', 'done'],
  ],
);

const EACH = draw(
  {
    start: START,
    each: eachStep(),
    open: releaseStep(CURRENT_MODULE, { kind: 'afterPreviousRelease', days: 7 }),
    rest: waitStep(3),
    meet: joinStep(),
    last: mailStep(),
    done: DONE,
  },
  [
    ['start', 'next', 'each'],
    ['each', 'each', 'open'],
    ['open', 'next', 'rest'],
    ['rest', 'next', 'meet'],
    ['meet', 'next', 'last'],
    ['last', 'next', 'done'],
  ],
);

const CALL: StepOf<'callAutomation'> = {
  kind: 'callAutomation',
  title: 'Onboard',
  config: {
    automation: '6d1c5ff2-6b3c-4d53-9a51-2f0b3a1a9b01',
    values: [],
    wait: true,
    timeout: { amount: 20, unit: 'days' },
    zone: 'learner',
    detached: false,
  },
};
const CALLING = draw({ start: START, call: CALL, rest: waitStep(2), done: DONE, stopped: STOPPED }, [
  ['start', 'next', 'call'],
  ['call', 'next', 'rest'],
  ['call', 'ended', 'stopped'],
  ['call', 'not-started', 'stopped'],
  ['call', 'timeout', 'stopped'],
  ['rest', 'next', 'done'],
]);

const APPROVE: StepOf<'approve'> = {
  kind: 'approve',
  title: 'Let on?',
  config: {
    to: { kind: 'role', role: 'instructor' },
    title: 'May they go on?',
    zone: 'none',
    due: { amount: 9, unit: 'days' },
  },
};
const ASKING = draw({ start: START, ask: APPROVE, mail: mailStep(), done: DONE, stopped: STOPPED }, [
  ['start', 'next', 'ask'],
  ['ask', 'approved', 'mail'],
  ['ask', 'rejected', 'stopped'],
  ['ask', 'timeout', 'stopped'],
  ['mail', 'next', 'done'],
]);

const MAILS = chain({
  a: waitStep(2),
  'mail-a': mailStep(),
  b: waitStep(2),
  'mail-b': mailStep(true),
  rest: waitStep(20),
});

const ROUNDS = draw(
  {
    start: START,
    a: waitStep(1),
    again: goToStep(3),
    ask: filterStep('vars.level >= 3.0 && vars.vip'),
    b: waitStep(1),
    done: DONE,
    stopped: STOPPED,
  },
  [
    ['start', 'next', 'a'],
    ['a', 'next', 'again'],
    ['again', 'again', 'a', 'back'],
    ['again', 'done', 'ask'],
    ['ask', 'next', 'b'],
    ['ask', 'stopped', 'stopped'],
    ['b', 'next', 'done'],
  ],
);

const HEARING = chain({
  mark: waitStep(2),
  wait: {
    kind: 'waitFor',
    title: 'Tagged',
    config: {
      for: { kind: 'event', event: 'tag.added', since: { kind: 'step', step: 'mark' } },
      zone: 'none',
    },
  },
  rest: waitStep(40),
  goal: goalStep('facts.daysSinceEnrollment >= 30.0'),
});

const ENDING = chain({ mail: mailStep(true), rest: waitStep(9) });

const blocked = (run: Driver) => {
  run.effect('run:certify:1', 'refused', ENROLLED + HOUR);
  run.command({ name: 'retry', stepId: 'certify', visit: 1 }, day(1));
  run.effect('run:certify:1', 'refused', day(1) + HOUR, 'Not yet.');
};

const setVariables = (run: Driver) => {
  const here = { name: 'changeVariable' as const, stepId: 'a', visit: 1 };
  run.command({ ...here, variable: 'level', value: 3 }, ENROLLED + HOUR);
  run.command({ ...here, variable: 'vip', value: true }, ENROLLED + HOUR);
};

/** The situations whose states are kept, by the name of their files; what is not here yet is put here. */
export const SITUATIONS: Record<string, Situation> = {
  'at-once': { drawings: [ATONCE], live: (run) => run.advance(day(2)), next: time(5) },
  'third-week': { drawings: [EACH], live: (run) => run.advance(day(22)), next: time(24) },
  'open-call': {
    drawings: [CALLING],
    live: (run) => run.effect('run:call:1', 'done', ENROLLED + HOUR),
    facts: { calls: [{ stepId: 'call', visit: 1, at: day(4), outcome: 'completed' }] },
    next: { kind: 'event', at: day(4), id: 'ended', type: 'run.ended', data: { outcome: 'completed' } },
  },
  'open-approval': {
    drawings: [ASKING],
    live: (run) => run.advance(day(1)),
    facts: { tasks: [{ stepId: 'ask', visit: 1, at: day(3), decision: 'approved' }] },
    next: {
      kind: 'event',
      at: day(3),
      id: 'decided',
      type: 'task.decided',
      data: { step: 'ask', decision: 'approved' },
    },
  },
  'paused-clocks': {
    drawings: [MAILS],
    live: (run) => {
      run.command({ name: 'pause', hold: 'freeze' }, day(1));
      run.advance(day(6));
    },
    next: command({ name: 'resume' }, 8),
  },
  'paused-effects': {
    drawings: [MAILS],
    live: (run) => {
      run.command({ name: 'pause', hold: 'holdEffects', of: 'automation' }, day(1));
      run.advance(day(6));
    },
    next: command({ name: 'resume', overdue: 'latestOnly', of: 'automation' }, 8),
  },
  blocked: {
    drawings: [chain({ certify: CERTIFY })],
    live: blocked,
    next: command({ name: 'retry', stepId: 'certify', visit: 1 }, 2),
  },
  'counted-rounds': {
    drawings: [ROUNDS],
    live: (run) => {
      setVariables(run);
      run.advance(day(3.5));
    },
    next: time(4),
  },
  'goal-ahead': {
    drawings: [HEARING],
    live: (run) => {
      run.event('tag.added', ENROLLED + HOUR, { tag: 'vip' });
      run.advance(day(3));
    },
    next: time(30),
  },
  'put-off': {
    drawings: [chain({ rest: waitStep(3), mail: mailStep() })],
    live: (run) => {
      run.command(
        { name: 'postpone', stepId: 'rest', visit: 1, to: { kind: 'by', milliseconds: 2 * DAY } },
        day(1),
      );
    },
    next: time(5),
  },
  ending: {
    drawings: [ENDING],
    live: (run) => run.command({ name: 'exit', reason: 'Moved away' }, day(1)),
    next: { kind: 'effect', at: day(2), key: 'run:mail:1', outcome: 'done', detail: null },
  },
  'stays-until-next-step': {
    drawings: [
      chain({ rest: waitStep(5), mail: mailStep() }),
      chain({ rest: waitStep(3), more: waitStep(2) }),
    ],
    live: (run) =>
      run.migrate(
        planOf(chain({ rest: waitStep(3), more: waitStep(2) }), undefined, 'v2'),
        { scope: 'nextStep' },
        day(1),
      ),
    next: time(5),
  },
  'moved-back': {
    drawings: [chain({ mail: mailStep(true), rest: waitStep(4), certify: CERTIFY })],
    live: (run) => {
      run.effect('run:mail:1', 'done', ENROLLED + HOUR);
      run.advance(day(5));
      run.effect('run:certify:1', 'refused', day(5));
      run.command({ name: 'move', stepId: 'certify', visit: 1, to: 'rest' }, day(6));
    },
    next: time(11),
  },
  'started-over': {
    drawings: [chain({ rest: waitStep(4), mail: mailStep(true), more: waitStep(1) })],
    live: (run) => {
      run.advance(day(4));
      run.effect('run:mail:1', 'done', day(4));
      run.command({ name: 'exit', reason: 'Too soon' }, day(4));
      const again = { runId: 'run', at: day(6), stepId: 'rest', effects: 'reuse' as const };
      run.state = startOver(run.plan, run.state, again);
    },
    next: { kind: 'started', at: day(6) },
  },
};
