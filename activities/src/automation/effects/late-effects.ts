import type { EntityManager } from 'typeorm';
import type { Command } from '@gradus/flow';
import type { BellTarget } from '@gradus/temporal';
import { workOf } from './registry.ts';
import type { LockedRun } from '../locked-run.ts';

type Late = Extract<Command, { type: 'late' }>;

/**
 * An effect was done after its step had been left. Its kind takes it back where it can; else it is listed for ops until
 * somebody has seen to it. A mail is out of our hands: the run's story says so, and that is all.
 * Answers who has to be rung after the commit.
 */
export async function takeBack(manager: EntityManager, run: LockedRun, { key }: Late): Promise<BellTarget[]> {
  const [effect] = await manager.query<Array<{ id: string; kind: string; outcome: Record<string, unknown> }>>(
    `SELECT id, kind, COALESCE(outcome, '{}') AS outcome FROM effects WHERE run_id = $1 AND key = $2`,
    [run.id, key],
  );
  if (!effect) return [];
  const undone = await workOf(effect.kind)?.undo?.(manager, {
    organizationId: run.organizationId,
    runId: run.id,
    key,
    outcome: effect.outcome,
  });
  if (undone) return undone === true ? [] : [undone];
  await manager.query('UPDATE effects SET late_at = clock_timestamp() WHERE id = $1', [effect.id]);
  return [];
}
