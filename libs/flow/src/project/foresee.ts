import { evaluateCondition } from '../conditions/evaluate-condition.ts';
import { ConditionFailedError } from '../conditions/errors.ts';
import type { Reason } from '../explain/reason.ts';
import { alertDue, taskDueAt, taskDueOf } from '../kinds/asking/decisions.ts';
import { dueAt, dueOf } from '../kinds/course/assess.ts';
import { portsOf } from '../kinds/registry.ts';
import { wayOf } from '../kinds/ways/split.ts';
import { timeoutAt, timeoutOf } from '../kinds/time/wait-for.ts';
import { factsAt } from '../learner/facts-at.ts';
import type { StepKind, StepOf } from '../model/definition.ts';
import type { Instant } from '../model/instant.ts';
import type { Ahead, Departures, Outlook } from './ahead.ts';
import { exactly, moved, openEnded } from './arrival.ts';
import { foreseeRelease } from './foresee-release.ts';
import { foreseeWait } from './foresee-wait.ts';

type Foresee<K extends StepKind> = (ahead: Ahead<K>) => Departures;

type Place = Pick<Ahead, 'planStep' | 'arrival'>;

function comesFirst({ planStep }: Place): Reason {
  return { code: 'ahead.step', stepId: planStep.id, title: planStep.step.title };
}

/** Nothing takes time here: every way out is taken on arrival. */
const atOnce = (ahead: Place): Departures =>
  portsOf(ahead.planStep.step).map((port) => [port, ahead.arrival]);

/** How long it takes is for others to say. */
const anyTime = (ahead: Place): Departures =>
  portsOf(ahead.planStep.step).map((port) => [
    port,
    openEnded(ahead.arrival, ahead.arrival.expected, comesFirst(ahead)),
  ]);

function holdsNow(config: StepOf<'waitFor'>['config'], { facts, state, at }: Outlook): boolean {
  if (config.for.kind !== 'facts') return false;
  try {
    return evaluateCondition(config.for.condition, factsAt(facts, at), state.vars);
  } catch (error) {
    if (error instanceof ConditionFailedError) return false;
    throw error;
  }
}

const foreseeWaitFor: Foresee<'waitFor'> = (ahead) => {
  const { config, arrival, token, outlook, planStep } = ahead;
  const view = { ...outlook, planStep };
  const reason = comesFirst(ahead);
  if (config.timeout === undefined) {
    return [['next', openEnded(arrival, holdsNow(config, outlook) ? arrival.expected : null, reason)]];
  }
  const end = (at: Instant) => timeoutOf(config, at, view) ?? at;
  const timeout =
    token === null ? moved(arrival, end) : exactly(Math.max(timeoutAt(config, token, view) ?? 0, outlook.at));
  const latest = { ...openEnded(timeout, timeout.expected, reason), latest: timeout.latest };
  const expected = holdsNow(config, outlook) ? arrival.expected : timeout.expected;
  return [
    ['next', { ...latest, earliest: arrival.earliest, expected }],
    ['timeout', timeout],
  ];
};

const foreseeAssess: Foresee<'assess'> = (ahead) => {
  const { config, arrival, token, outlook, planStep } = ahead;
  const view = { ...outlook, planStep };
  const reason = comesFirst(ahead);
  if (config.due === undefined) {
    return portsOf(ahead.planStep.step).map((port) => [port, openEnded(arrival, null, reason)]);
  }
  const end = (at: Instant) => dueOf(config, at, view) ?? at;
  const due =
    token === null ? moved(arrival, end) : exactly(Math.max(dueAt(config, token, view) ?? 0, outlook.at));
  const graded = openEnded(arrival, due.expected, reason);
  return [
    ['passed', graded],
    ['failed', graded],
    ['missing', token === null || token.deadline !== null ? due : graded],
  ];
};

/** Somebody decides, in any time until it is due; only one way is taken by time alone: the last, if none is named. */
function foreseeTask(
  ahead: Place & Pick<Ahead, 'token' | 'outlook'>,
  config: Parameters<typeof taskDueOf>[0],
  byTime?: string,
): Departures {
  const { arrival, token, outlook } = ahead;
  const reason = comesFirst(ahead);
  const ports = portsOf(ahead.planStep.step);
  if (config.due === undefined) return anyTime(ahead);
  const end = (at: Instant) => taskDueOf(config, at, outlook) ?? at;
  const late =
    token === null
      ? moved(arrival, end)
      : exactly(Math.max(taskDueAt(config, token, outlook) ?? 0, outlook.at));
  const decided = {
    ...openEnded(late, late.expected, reason),
    latest: late.latest,
    earliest: arrival.earliest,
  };
  return ports.map((port) => [port, port === (byTime ?? ports.at(-1)) ? late : decided]);
}

/** The called run takes any time, up to the limit there is. */
const foreseeCall: Foresee<'callAutomation'> = (ahead) => {
  const { wait, timeout: due, zone } = ahead.config;
  return wait ? foreseeTask(ahead, { due, zone }, 'timeout') : anyTime(ahead);
};

/** What lies behind a step of each kind, and when. */
const FORESEE = {
  trigger: atOnce,
  release: foreseeRelease,
  relock: atOnce,
  wait: foreseeWait,
  waitFor: foreseeWaitFor,
  branch: atOnce,
  split: ({ config, planStep, arrival, outlook }) => [
    [wayOf(config, planStep.id, outlook.facts.personId), arrival],
  ],
  filter: atOnce,
  goTo: atOnce,
  goal: (ahead) => (ahead.config.onArrival === 'goOn' ? atOnce(ahead) : anyTime(ahead)),
  exit: () => [],
  parallel: atOnce,
  forEachModule: atOnce,
  join: atOnce,
  message: (ahead) => (ahead.config.waitForDelivery ? anyTime(ahead) : atOnce(ahead)),
  assess: foreseeAssess,
  grade: anyTime,
  certify: anyTime,
  revoke: anyTime,
  tag: atOnce,
  setField: atOnce,
  webhook: anyTime,
  callAutomation: foreseeCall,
  generate: anyTime,
  charge: anyTime,
  subscribe: anyTime,
  refund: anyTime,
  grant: anyTime,
  endEntitlement: anyTime,
  approve: (ahead) => foreseeTask(ahead, ahead.config),
  task: (ahead) => (ahead.config.wait ? foreseeTask(ahead, ahead.config) : atOnce(ahead)),
  alert: (ahead) => (ahead.config.wait ? foreseeTask(ahead, alertDue(ahead.config)) : atOnce(ahead)),
  end: () => [],
} satisfies { [K in StepKind]: Foresee<K> };

/** When each way out of this step will be taken, if it is. */
export function foresee(ahead: Ahead): Departures {
  const look = FORESEE[ahead.planStep.step.kind] as Foresee<StepKind>;
  return look(ahead);
}
