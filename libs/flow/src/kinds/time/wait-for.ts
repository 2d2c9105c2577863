import { evaluateCondition } from '../../conditions/evaluate-condition.ts';
import { eventsThatDecide, factEvents } from '../../learner/fact-events.ts';
import type { StepOf } from '../../model/definition.ts';
import type { EventInput } from '../../model/inputs.ts';
import type { Instant } from '../../model/instant.ts';
import type { Token } from '../../model/state.ts';
import { addDuration } from '../../time/durations.ts';
import { frozenSince } from '../../time/pauses.ts';
import { nextLook } from '../next-look.ts';
import {
  putOff,
  reasonFor,
  zoneOf,
  type Cause,
  type RunView,
  type StepRules,
  type Visit,
} from '../step-rules.ts';

type WaitForConfig = StepOf<'waitFor'>['config'];
type EventRule = Extract<WaitForConfig['for'], { kind: 'event' }>;

/** These happen once in an enrollment, so waiting for one that is past would be waiting for ever. */
const ONCE = new Set(['enrollment.activated', 'requirements.met', 'credential.issued']);

function matches(
  rule: EventRule,
  event: Pick<EventInput, 'type' | 'data'>,
  visit: Visit<'waitFor'>,
): boolean {
  if (event.type !== rule.event) return false;
  return (
    rule.where === undefined || evaluateCondition(rule.where, visit.view(), visit.state.vars, event.data)
  );
}

/** An event that can come only once (a module is completed once, too, when the where-clause says which). */
function alreadyHappened(rule: EventRule, visit: Visit<'waitFor'>): boolean {
  const once = ONCE.has(rule.event) || (rule.event === 'module.completed' && rule.where !== undefined);
  return once && factEvents(visit.facts, visit.at).some((event) => matches(rule, event, visit));
}

function satisfied(visit: Visit<'waitFor'>, cause: Cause): boolean {
  const rule = visit.config.for;
  if (rule.kind === 'facts') return evaluateCondition(rule.condition, visit.view(), visit.state.vars);
  if (cause.kind === 'event') return matches(rule, cause.event, visit);
  if (cause.kind === 'resumed' && cause.heard) return true;
  return alreadyHappened(rule, visit);
}

/** When the `timeout` port of a wait begun then is taken, counted without the time the run stood still; null: never. */
export function timeoutOf(
  config: WaitForConfig,
  begun: Instant,
  { facts, state, at }: RunView,
): Instant | null {
  if (config.timeout === undefined) return null;
  const end = addDuration(begun, config.timeout, zoneOf(config.zone, facts));
  return end + frozenSince(state, begun, at);
}

/** When a token that waits here takes the `timeout` port; null: never. */
export function timeoutAt(config: WaitForConfig, token: Readonly<Token>, view: RunView): Instant | null {
  const end = timeoutOf(config, token.triedAt, view);
  return end === null ? null : putOff(token, end);
}

/** Waits for an event, or until the facts satisfy a condition; a timeout reads the facts first. */
export const waitFor: StepRules<'waitFor'> = {
  ports: (config) => (config.timeout === undefined ? ['next'] : ['next', 'timeout']),
  listens: ({ for: rule }) => (rule.kind === 'event' ? [rule.event] : eventsThatDecide(rule.condition)),
  timing: ['timeout', 'zone'],
  takesTime: ({ timeout }, port) => port === 'timeout' && timeout !== undefined && timeout.amount > 0,
  decide(visit, cause) {
    if (satisfied(visit, cause)) return { do: 'leave', port: 'next', reason: reasonFor(cause) };
    const timeout = timeoutAt(visit.config, visit.token, visit);
    if (timeout !== null && timeout <= visit.at) return { do: 'leave', port: 'timeout', reason: 'time' };
    const rule = visit.config.for;
    const look = rule.kind === 'facts' ? nextLook(rule.condition, visit.facts, visit.at) : null;
    const looks = [timeout, look].filter((moment) => moment !== null);
    return { do: 'wait', until: looks.length > 0 ? Math.min(...looks) : null };
  },
};
