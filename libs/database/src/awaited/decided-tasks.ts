import type { TaskFact } from '@gradus/flow';
import type { Asks, Prepared } from '../statements/pipeline.ts';
import type { AwaitingRun } from './awaiting-run.ts';

/** A task as `decidedTasks` takes it. */
export interface TaskRow {
  step_id: string;
  visit: number;
  state: string;
  decision: string | null;
  closed_at: Date | null;
}

/**
 * All tasks of a run, locked: whoever is about to decide waits for this turn or has been before it. In a statement of its
 * own behind the lock of the run, so that it sees what the turn before has opened.
 */
const LOCK_TASKS: Prepared = {
  name: 'lock-tasks',
  text: `
SELECT step_id, visit, state, decision, closed_at FROM tasks
 WHERE run_id = $1 AND state IN ('open', 'decided') ORDER BY id FOR NO KEY UPDATE`,
};

/** To be sent behind the run's lock. */
export const lockTasks = (asks: Asks, runId: string): Promise<TaskRow[]> => asks.ask(LOCK_TASKS, [runId]);

/** The decided ones of many runs at once, by run and without a lock, for who only looks. */
export async function readTasks(asks: Asks, runIds: readonly string[]): Promise<Map<string, TaskRow[]>> {
  const rows = await asks.ask<TaskRow & { run_id: string }>(
    `SELECT run_id, step_id, visit, state, decision, closed_at FROM tasks
      WHERE run_id = ANY($1::uuid[]) AND state = 'decided' ORDER BY id`,
    [runIds],
  );
  const byRun = new Map<string, TaskRow[]>();
  for (const row of rows) byRun.set(row.run_id, [...(byRun.get(row.run_id) ?? []), row]);
  return byRun;
}

/**
 * What was decided, as facts on the run's own clock. A row that is decided was decided in time: what the clocks of two
 * machines, or a virtual one, would make of the last moment does not count.
 */
export function decidedTasks(rows: readonly TaskRow[], run: AwaitingRun): TaskFact[] {
  const now = run.clock.toVirtual(run.now);
  return rows.flatMap((row) => {
    if (row.state !== 'decided' || row.decision === null || row.closed_at === null) return [];
    const { step_id: stepId, visit, decision } = row;
    const here = run.state.tokens.find((token) => token.stepId === stepId && token.visit === visit);
    const at = Math.min(run.clock.toVirtual(row.closed_at), now, here?.deadline ?? now);
    return [{ stepId, visit, at, decision }];
  });
}
