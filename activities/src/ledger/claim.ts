import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';

/** A claimed effect: the claim is the fence, and only who holds it may settle. */
export interface ClaimedEffect {
  id: string;
  organizationId: string;
  runId: string | null;
  processId: string | null;
  key: string;
  kind: string;
  try: number;
  attempt: number;
  /** What goes to a provider: effect key + try. Providers replay the first answer of a key, so a try gets a new one. */
  outwardKey: string;
  claim: string;
}

export type Claim =
  | { state: 'claimed'; effect: ClaimedEffect }
  | { state: 'settled'; as: string }
  /** Somebody else holds it, until then at the latest. */
  | { state: 'busy'; forMs: number };

export interface EffectRow {
  id: string;
  organization_id: string;
  run_id: string | null;
  process_id: string | null;
  key: string;
  kind: string;
  try: number;
  attempt: number;
}

/** The columns of an {@link EffectRow}. */
export const EFFECT_COLUMNS = 'id, organization_id, run_id, process_id, key, kind, try, attempt';

/** An effect as its row says, in the hand of who holds this claim. */
export function claimedBy(claim: string, row: EffectRow): ClaimedEffect {
  return {
    id: row.id,
    organizationId: row.organization_id,
    runId: row.run_id,
    processId: row.process_id,
    key: row.key,
    kind: row.kind,
    try: row.try,
    attempt: row.attempt,
    outwardKey: row.try === 1 ? row.key : `${row.key}:${row.try}`,
    claim,
  };
}

/**
 * Claims an effect for so many seconds, if it is planned or its last claim has lapsed. One that was given back after its
 * step was left is cancelled instead; not so with `keptOnceBegun`: an earlier attempt may have reached the provider, and
 * only another one can tell.
 */
export async function claimEffect(
  db: DataSource | EntityManager,
  key: string,
  seconds: number,
  { keptOnceBegun = false }: { keptOnceBegun?: boolean } = {},
): Promise<Claim> {
  const claim = randomUUID();
  const [rows] = await db.query<[EffectRow[], number]>(
    `UPDATE effects e SET state = 'claimed', attempt = attempt + 1, claimed_by = $2,
            claimed_until = clock_timestamp() + make_interval(secs => $3), next_attempt_at = NULL,
            retrying_since = COALESCE(retrying_since, clock_timestamp())
      WHERE key = $1 AND (state = 'planned' AND held_at IS NULL
                          AND ($4 AND attempt > 0 OR NOT EXISTS (SELECT 1 FROM ${STEP_LEFT}))
                          OR state = 'claimed' AND claimed_until < clock_timestamp())
      RETURNING ${EFFECT_COLUMNS}`,
    [key, claim, seconds, keptOnceBegun],
  );
  const [row] = rows;
  if (row) return { state: 'claimed', effect: claimedBy(claim, row) };
  await withdraw(db, key, keptOnceBegun);
  const [seen] = await db.query<Array<{ state: string; left_ms: number }>>(
    `SELECT state, (EXTRACT(EPOCH FROM claimed_until - clock_timestamp()) * 1000)::double precision AS left_ms
       FROM effects WHERE key = $1`,
    [key],
  );
  if (seen?.state === 'claimed' || seen?.state === 'planned')
    return { state: 'busy', forMs: Math.max(250, seen.left_ms ?? 0) };
  return { state: 'settled', as: seen?.state ?? 'missing' };
}

/** The visit that planned effect `e`, once it is over. */
export const STEP_LEFT = `step_runs s
      WHERE s.run_id = e.run_id AND s.step_id = e.step_id AND s.visit = e.visit AND s.left_at IS NOT NULL`;

/** A step that was left while its effect was claimed could not cancel it; given back, it is only planned, and goes now. */
async function withdraw(db: DataSource | EntityManager, key: string, keptOnceBegun: boolean): Promise<void> {
  await db.query(
    `UPDATE effects e SET state = 'cancelled', settled_at = clock_timestamp(), fed_at = NULL
       FROM ${STEP_LEFT} AND e.key = $1 AND e.state = 'planned' AND NOT ($2 AND e.attempt > 0)`,
    [key, keptOnceBegun],
  );
}

/** Locks a claim that still holds, before the business rows are touched. False: it was lost, write nothing. */
export async function holdClaim(manager: EntityManager, effect: ClaimedEffect): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM effects WHERE id = $1 AND state = 'claimed' AND claimed_by = $2 FOR NO KEY UPDATE`,
    [effect.id, effect.claim],
  );
  return rows.length > 0;
}

/** Closes the effect as done, in the transaction of the business row. False: the claim was lost, write nothing. */
export async function settleEffect(
  manager: EntityManager,
  effect: ClaimedEffect,
  outcome: Record<string, unknown>,
): Promise<boolean> {
  const [, count] = await manager.query<[unknown[], number]>(
    `UPDATE effects SET state = 'done', outcome = $3, settled_at = clock_timestamp(), problem_code = NULL,
            problem_detail = NULL, next_attempt_at = NULL
      WHERE id = $1 AND state = 'claimed' AND claimed_by = $2`,
    [effect.id, effect.claim, outcome],
  );
  return count === 1;
}

/**
 * Gives the claim back after a passing fault; the reason and the next try stay visible to ops. Answers whether it has
 * been tried for as long as the horizon allows, counted from its first try: time in which no worker was there to try
 * is followed by at least one more.
 */
export async function giveBack(
  dataSource: DataSource,
  effect: ClaimedEffect,
  problem: { code: string; detail: string },
  { retryInMs, horizonSeconds }: { retryInMs: number; horizonSeconds: number },
): Promise<boolean> {
  const [rows] = await dataSource.query<[Array<{ spent: boolean }>, number]>(
    `UPDATE effects SET state = 'planned', problem_code = $3, problem_detail = $4,
            next_attempt_at = clock_timestamp() + make_interval(secs => $5)
      WHERE id = $1 AND state = 'claimed' AND claimed_by = $2
      RETURNING retrying_since < clock_timestamp() - make_interval(secs => $6) AS spent`,
    [effect.id, effect.claim, problem.code, problem.detail.slice(0, 500), retryInMs / 1000, horizonSeconds],
  );
  return rows[0]?.spent ?? false;
}

/**
 * Closes a claimed effect that its provider refused, or of which nobody knows (`unknown`). A claim that was lost changes
 * nothing: the fence holds for a no, too.
 */
export async function closeClaimed(
  dataSource: DataSource,
  effect: ClaimedEffect,
  as: 'refused' | 'unknown',
  problem: { code: string; detail: string },
): Promise<void> {
  await dataSource.query(
    `UPDATE effects SET state = $5, problem_code = $3, problem_detail = $4, settled_at = clock_timestamp(),
            next_attempt_at = NULL
      WHERE id = $1 AND state = 'claimed' AND claimed_by = $2`,
    [effect.id, effect.claim, problem.code, problem.detail.slice(0, 500), as],
  );
}

/** Closes an effect that did not happen (`refused`) or may have happened (`unknown`). */
export async function failEffectByKey(
  manager: EntityManager | DataSource,
  key: string,
  as: 'refused' | 'unknown',
  problem: { code: string; detail: string } | null,
): Promise<void> {
  await manager.query(
    `UPDATE effects SET state = $2, problem_code = COALESCE($3, problem_code), problem_detail = COALESCE($4, problem_detail),
            settled_at = clock_timestamp(), next_attempt_at = NULL
      WHERE key = $1 AND state IN ('planned', 'claimed')`,
    [key, as, problem?.code ?? null, problem?.detail.slice(0, 500) ?? null],
  );
}
