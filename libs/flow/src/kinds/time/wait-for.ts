import { eventDataOf } from '@gradus/contracts';
import { evaluateCondition } from '../../conditions/evaluate-condition.ts';
import { eventsThatDecide, factEvents } from '../../learner/fact-events.ts';
import type { StepOf } from '../../model/definition.ts';
import type { EventInput } from '../../model/inputs.ts';
import type { Instant } from '../../model/instant.ts';
import type { Token } from '../../model/state.ts';
import { addDuration } from '../../time/durations.ts';
import { frozenSince } from '../../time/pauses.ts';
import { nextLook } from '../next-look.ts';
import { afterBlackouts, type WaitContext } from './end-of-wait.ts';
import { putOff, reasonFor, zoneOf, type Cause, type StepRules, type Visit } from '../step-rules.ts';

type WaitForConfig = StepOf<'waitFor'>['config'];
type EventRule = Extract<WaitForConfig['for'], { kind: 'event' }>;

/** These happen once in an enrollment, so waiting for one that is past would be waiting for ever. */
const ONCE = new Set(['enrollment.activated', 'requirements.met', 'credential.issued']);

/**
 * Whether this is the event that is waited for.
 *
 * @throws ConditionFailedError when its where-clause cannot be answered
 */
export function matchesEvent(
  rule: EventRule,
  event: Pick<EventInput, 'type' | 'data'>,
  { view, state }: Pick<Visit, 'view' | 'state'>,
): boolean {
  if (event.type !== rule.event) return false;
  if (rule.where === undefined) return true;
  return evaluateCondition(rule.where, view(), state.vars, eventDataOf(event.type, event.data));
}

/** From when on an event counts that came before the learner got here; null: none does. */
function countsFrom({ since }: EventRule, { state }: Visit<'waitFor'>): Instant | null {
  if (since === undefined) return null;
  if (since.kind === 'run') return state.startedAt;
  return Object.hasOwn(state.entered, since.step) ? (state.entered[since.step] ?? null) : null;
}

/**
 * It came before the learner got here and counts all the same: the run heard it, or the facts tell of it. What brought the
 * learner to where it is counted from is not also what comes after that.
 */
function cameBefore(rule: EventRule, visit: Visit<'waitFor'>): boolean {
  const from = countsFrom(rule, visit);
  if (from === null) return false;
  const { state, planStep, facts, at } = visit;
  const heard = Object.hasOwn(state.heard, planStep.id) ? (state.heard[planStep.id] ?? 0) : 0;
  if (heard > from) return true;
  return factEvents(facts, at).some((event) => event.at > from && matchesEvent(rule, event, visit));
}

/** An event that can come only once (a module is completed once, too, when the where-clause says which). */
function alreadyHappened(rule: EventRule, visit: Visit<'waitFor'>): boolean {
  const once = ONCE.has(rule.event) || (rule.event === 'module.completed' && rule.where !== undefined);
  return once && factEvents(visit.facts, visit.at).some((event) => matchesEvent(rule, event, visit));
}

function satisfied(visit: Visit<'waitFor'>, cause: Cause): boolean {
  const rule = visit.config.for;
  if (rule.kind === 'facts') return evaluateCondition(rule.condition, visit.view(), visit.state.vars);
  if (cause.kind === 'event') return matchesEvent(rule, cause.event, visit);
  if (cause.kind === 'resumed' && cause.heard) return true;
  return alreadyHappened(rule, visit) || cameBefore(rule, visit);
}

/** When the `timeout` port of a wait begun then is taken, counted without the time the run stood still and put off behind blackout dates; null: never. */
export function timeoutOf(config: WaitForConfig, begun: Instant, context: WaitContext): Instant | null {
  if (config.timeout === undefined) return null;
  const { facts, state, at } = context;
  const end = addDuration(begun, config.timeout, zoneOf(config.zone, facts));
  return afterBlackouts(end + frozenSince(state, begun, at), config, context);
}

/** When a token that waits here takes the `timeout` port; null: never. */
export function timeoutAt(config: WaitForConfig, token: Readonly<Token>, view: WaitContext): Instant | null {
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
