import type { Overdue } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { HeldEffect } from '../model/state.ts';
import { look } from '../turn/carry-out.ts';
import type { Turn } from '../turn/turn.ts';
import { fatesOf } from './overdue.ts';

/** From now on the clocks run and nothing goes out: what is planned and not begun is held as well. */
export function holdEffects(turn: Turn): void {
  turn.state.holding = [];
  turn.commands.push({ type: 'hold', at: turn.at });
}

/** How a pause ends. */
export interface PauseEnd {
  policy: Overdue;
  spreadMinutes: number;
}

/** Says for each of these what becomes of it. */
function settle(turn: Turn, held: readonly HeldEffect[], end: PauseEnd): void {
  const { at } = turn;
  const fates = fatesOf(held, { runId: turn.state.runId, at, ...end });
  for (const [index, { key, stepId, visit }] of held.entries()) {
    const fate = fates[index];
    if (fate?.goes === true) turn.commands.push({ type: 'unhold', at, key, notBefore: fate.notBefore });
    else turn.commands.push({ type: 'drop', at, key, stepId, visit, because: fate?.because ?? 'stale' });
  }
}

/** Ends the holding: what was held goes out or is left out, and who stood at the end ends. */
export function letEffectsGo(turn: Turn, end: PauseEnd): void {
  const { state, at } = turn;
  const held = state.holding ?? [];
  state.holding = null;
  settle(turn, held, end);
  turn.commands.push({ type: 'unhold', at, key: null, notBefore: null });
  const tokens = [...state.tokens];
  for (const token of tokens) {
    if (token.heldFrom === null || !state.tokens.includes(token)) continue;
    token.heldFrom = null;
    look(turn, token, { kind: 'resumed', heard: false });
  }
}

/** What a token's step sent on resuming, with when it was due on the calendar. */
export interface Burst {
  /** Index of its first command. */
  from: number;
  due: Instant;
}

/**
 * Treats messages that all go out at the moment a run is resumed, because their dates passed meanwhile, as if a pause had
 * held them back.
 */
export function settleBursts(turn: Turn, bursts: readonly Burst[], end: PauseEnd): void {
  const held: HeldEffect[] = [];
  for (const [index, command] of turn.commands.entries()) {
    const burst = bursts.findLast(({ from }) => from <= index);
    if (command.type !== 'message' || command.awaited || burst === undefined) continue;
    const { key, stepId, visit, validUntil } = command;
    held.push({ key, stepId, visit, at: burst.due, droppable: true, validUntil });
  }
  const fates = fatesOf(held, { runId: turn.state.runId, at: turn.at, ...end });
  for (const [index, { key, stepId, visit }] of held.entries()) {
    const fate = fates[index];
    const place = turn.commands.findIndex((command) => command.type === 'message' && command.key === key);
    const command = turn.commands[place];
    if (fate === undefined || command?.type !== 'message') continue;
    if (!fate.goes)
      turn.commands[place] = { type: 'drop', at: turn.at, key, stepId, visit, because: fate.because };
    else if (fate.notBefore !== null) turn.commands[place] = { ...command, notBefore: fate.notBefore };
  }
}
