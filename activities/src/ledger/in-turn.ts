import type { EntityManager } from 'typeorm';
import { type ClaimedEffect, EFFECT_COLUMNS, type EffectRow, STEP_LEFT, claimedBy } from './claim.ts';

/**
 * An effect that this very transaction has planned, if it is to be done: the row is locked by having been written, so that no
 * claim has to be. Null: it was done before, is in somebody's hand, is held back, or its step was left.
 */
export async function takeInTurn(manager: EntityManager, key: string): Promise<ClaimedEffect | null> {
  const [row] = await manager.query<EffectRow[]>(
    `SELECT ${EFFECT_COLUMNS} FROM effects e
      WHERE key = $1 AND state = 'planned' AND held_at IS NULL AND NOT EXISTS (SELECT 1 FROM ${STEP_LEFT})`,
    [key],
  );
  return row ? claimedBy('', { ...row, attempt: row.attempt + 1 }) : null;
}

/** Planned, done and told to its run in one: the turn goes on with what came of it. @throws when it is not ours after all */
export async function settleInTurn(
  manager: EntityManager,
  effect: ClaimedEffect,
  outcome: Record<string, unknown>,
): Promise<void> {
  const [, count] = await manager.query<[unknown[], number]>(
    `UPDATE effects SET state = 'done', attempt = $2, outcome = $3, settled_at = clock_timestamp(), fed_at = clock_timestamp(),
            retrying_since = COALESCE(retrying_since, clock_timestamp()), problem_code = NULL, problem_detail = NULL,
            next_attempt_at = NULL
      WHERE id = $1 AND state = 'planned'`,
    [effect.id, effect.attempt, outcome],
  );
  if (count !== 1) throw new Error(`The effect ${effect.key} is not this turn's to settle.`);
}
