import { EFFECT_UNKNOWN } from '../kinds/effect-outcomes.ts';
import type { LeaveReason } from '../model/commands.ts';
import { MOVES_MONEY } from '../model/effect-kinds.ts';
import type { EffectInput, OperatorCommand } from '../model/inputs.ts';
import type { LeftEffect, RunOutcome, Token } from '../model/state.ts';
import { plansIn, stepOf } from '../model/versions.ts';
import type { Turn } from './turn.ts';

/** Ends the run, or has it end as soon as the last thing under way is settled. */
export function finish(turn: Turn, outcome: RunOutcome, reason: string | null): void {
  const { state, at } = turn;
  state.holding = null;
  state.pausedBy = null;
  if (state.leftEffects.length > 0) {
    state.ending = { outcome, reason };
    turn.commands.push({ type: 'ending', at, outcome, reason });
    return;
  }
  state.ending = null;
  state.finished = { at, outcome, reason };
  turn.commands.push({ type: 'finished', at, outcome, reason });
}

/** Its outcome came while a pause held the token, and is no longer open. */
function settledMeanwhile({ heldFrom }: Token): boolean {
  return heldFrom?.outcome != null && heldFrom.outcome.outcome !== 'unknown';
}

function isUnknown({ problem, heldFrom }: Token): boolean {
  return problem?.code === EFFECT_UNKNOWN || heldFrom?.outcome?.outcome === 'unknown';
}

/** A step is left while its effect is open: what nobody has begun is called off, the rest is waited for by the run. */
export function leaveEffect(turn: Turn, token: Token, reason: LeaveReason): void {
  const { effectKey: key, stepId, visit } = token;
  if (key === null || settledMeanwhile(token)) return;
  const unknown = isUnknown(token);
  const welcome = reason === 'event' || reason === 'facts';
  if (unknown && welcome) return;
  const kind = stepOf(turn.plan, token)?.step.kind;
  const left: LeftEffect = { key, stepId, visit, ...(kind !== undefined && { kind }), welcome, unknown };
  turn.state.leftEffects = [...turn.state.leftEffects, left];
  const { at } = turn;
  turn.commands.push(unknown ? { type: 'unsettled', at, key, stepId, visit } : { type: 'cancel', at, key });
}

function forget(turn: Turn, effect: LeftEffect): void {
  const { state } = turn;
  state.leftEffects = state.leftEffects.filter((left) => left !== effect);
  if (state.ending !== null && state.leftEffects.length === 0) {
    finish(turn, state.ending.outcome, state.ending.reason);
  }
}

/** Takes the outcome of an effect whose step was left; any other key is none of this run's any more. */
export function deliverLate(turn: Turn, { key, outcome }: Pick<EffectInput, 'key' | 'outcome'>): void {
  const effect = turn.state.leftEffects.find((left) => left.key === key);
  if (effect === undefined) return;
  const { stepId, visit } = effect;
  if (outcome === 'unknown' && !effect.welcome) {
    if (effect.unknown) return;
    turn.commands.push({ type: 'unsettled', at: turn.at, key, stepId, visit });
    turn.state.leftEffects = turn.state.leftEffects.map((left) =>
      left === effect ? { ...effect, unknown: true } : left,
    );
    return;
  }
  if (outcome === 'done' && !effect.welcome) {
    turn.commands.push({ type: 'late', at: turn.at, key, stepId, visit });
  }
  forget(turn, effect);
}

/** What a person said comes down to: it is so, or the provider is asked. */
export type Settled = 'noted' | 'asked';

/** Whether what the step did moved money; in no version a step of another kind has its id. */
function movedMoney({ plan }: Turn, { kind, stepId }: LeftEffect): boolean {
  if (kind !== undefined) return MOVES_MONEY.has(kind);
  return plansIn(plan).some(({ steps }) => MOVES_MONEY.has(steps[stepId]?.step.kind ?? ''));
}

type Said = Extract<OperatorCommand, { name: 'settle' }>;

/** Has the provider asked whether an effect happened, by the id that a person who says so knows it under. */
export function confirm(
  turn: Turn,
  { key, stepId, visit }: Pick<LeftEffect, 'key' | 'stepId' | 'visit'>,
  { happened, reference }: Pick<Said, 'happened' | 'reference'>,
): void {
  const known = happened ? (reference ?? null) : null;
  turn.commands.push({ type: 'confirm', at: turn.at, key, stepId, visit, reference: known, happened });
}

/** A person says whether an effect happened whose step was left; null: none of that place is in doubt. */
export function settleLeft(turn: Turn, said: Said): Settled | null {
  const effect = turn.state.leftEffects.find(
    ({ stepId, visit, unknown }) => unknown && stepId === said.stepId && visit === said.visit,
  );
  if (effect === undefined) return null;
  const { key, stepId, visit } = effect;
  if (movedMoney(turn, effect)) {
    confirm(turn, effect, said);
    turn.state.leftEffects = turn.state.leftEffects.map((left) =>
      left === effect ? { ...effect, unknown: false } : left,
    );
    return 'asked';
  }
  turn.commands.push({ type: 'settled', at: turn.at, key, stepId, visit, happened: said.happened });
  forget(turn, effect);
  return 'noted';
}
