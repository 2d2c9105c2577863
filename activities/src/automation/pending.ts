import type { EffectResult, Input, MigrateInput, OperatorCommand, RunState } from '@gradus/flow';
import type { Asks, Prepared } from '@gradus/database';
import type { LockedRun } from './locked-run.ts';

/** `fed`: it is ticked off already, by the statement that wrote what came of it. */
interface PendingRowName {
  table: 'inbox' | 'effects' | 'messages';
  id: string;
  fed?: true;
}

/** Something that waits for a run's turn, and the row to tick off when it was taken. */
export interface PendingInput {
  input: Input;
  row: PendingRowName | null;
}

/** More is taken at the next turn. */
const AT_ONCE = 200;

/** A row that waits for a run, as it was read. */
export interface PendingRow {
  source: 'inbox' | 'effects' | 'messages';
  id: string;
  kind: string;
  key: string;
  type: string;
  payload: Record<string, unknown>;
  at: Date;
}

const PENDING: Prepared = {
  name: 'pending-of-run',
  text: `
SELECT * FROM (
  SELECT 'inbox' AS source, i.id::text AS id, i.id AS ord, i.kind, i.key, i.type,
         CASE i.kind WHEN 'migrate' THEN (SELECT jsonb_build_object('versionId', g.version_id, 'plan', g.plan)
           FROM run_migrations g WHERE g.id = (i.payload->>'migrationId')::uuid) ELSE i.payload END AS payload,
         i.effective_at AS at
    FROM inbox i WHERE i.run_id = $1 AND i.taken_at IS NULL ORDER BY i.id LIMIT ${AT_ONCE}) AS rows_in_inbox
UNION ALL
SELECT 'effects', e.id::text, 0, 'effect', e.key, e.state,
       jsonb_build_object('code', e.problem_code, 'message', e.problem_detail, 'result', e.outcome->'result'), e.settled_at
  FROM effects e WHERE e.run_id = $1 AND e.fed_at IS NULL AND e.state IN ('done', 'refused', 'unknown', 'cancelled')
UNION ALL
SELECT 'messages', m.id::text, 0, 'effect', m.key, m.state,
       jsonb_build_object('code', m.problem_code, 'message', m.problem_detail), m.settled_at
  FROM messages m
 WHERE m.run_id = $1 AND m.awaited AND m.fed_at IS NULL
   AND m.state IN ('done', 'refused', 'unknown', 'cancelled')`,
};

/** Asks for all that waits for a run. To be sent behind its lock. */
export const readPending = (asks: Asks, runId: string): Promise<PendingRow[]> => asks.ask(PENDING, [runId]);

/** Whether a run has had its first turn. */
export const hasBegun = ({ tokens, visits, finished }: RunState): boolean =>
  tokens.length > 0 || Object.keys(visits).length > 0 || finished !== null;

/** What was read as inputs, in order of arrival; the first turn of a run begins with `started`. */
export function pendingInputs(rows: readonly PendingRow[], run: LockedRun): PendingInput[] {
  const pending = rows.map((row): PendingInput => ({
    input: toInput(row, run),
    row: { table: row.source, id: row.id },
  }));
  return hasBegun(run.state)
    ? pending
    : [{ input: { kind: 'started', at: run.state.startedAt }, row: null }, ...pending];
}

function toInput(row: PendingRow, run: LockedRun): Input {
  const at = run.clock.toVirtual(row.at);
  if (row.kind === 'event')
    return {
      kind: 'event',
      at,
      id: row.key,
      type: row.type,
      data: row.payload as Record<string, string | number | boolean>,
    };
  if (row.kind === 'command')
    return { kind: 'command', at, id: row.key, command: row.payload['command'] as OperatorCommand };
  if (row.kind === 'zone')
    return {
      kind: 'zone',
      at,
      id: row.key,
      from: String(row.payload['from']),
      to: String(row.payload['to']),
    };
  if (row.kind === 'migrate') {
    const { versionId, plan } = row.payload as Pick<MigrateInput, 'versionId' | 'plan'>;
    return { kind: 'migrate', at, id: row.key, versionId, plan };
  }
  const code = row.payload['code'];
  return {
    kind: 'effect',
    at,
    key: row.key,
    outcome: row.type as 'done' | 'refused' | 'unknown' | 'cancelled',
    detail: typeof code === 'string' ? { code, message: String(row.payload['message'] ?? '') } : null,
    result: (row.payload['result'] as EffectResult | null) ?? {},
  };
}

/** Which pending row an input chosen by the engine came from (the engine may have moved its time). */
export function rowOf(pending: readonly PendingInput[], input: Input): PendingInput | undefined {
  return pending.find(({ input: candidate }) => {
    if (candidate.kind !== input.kind) return false;
    if ('id' in input) return 'id' in candidate && candidate.id === input.id;
    if (input.kind === 'effect') return 'key' in candidate && candidate.key === input.key;
    return input.kind === 'started';
  });
}
