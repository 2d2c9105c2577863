import type { RunClock } from '@gradus/database';
import type { EffectResult, LivedCommand, OperatorCommand, Past } from '@gradus/flow';
import type { DataSource } from 'typeorm';

/**
 * What was asked of people and systems in a run, and what they answered; what failed for good, and what nobody knows of,
 * among it. Lengths are on the run's own clock.
 */
export async function livedAnswers(
  dataSource: DataSource,
  { organizationId, runId, speed }: { organizationId: string; runId: string; speed: number },
): Promise<Required<Pick<Past, 'decisions' | 'outcomes'>>> {
  const tasks = await dataSource.query<TaskRow[]>(
    `SELECT step_id, visit, decision, extract(epoch FROM closed_at - opened_at)::float8 AS seconds
       FROM tasks WHERE organization_id = $1 AND run_id = $2 AND holds AND state <> 'withdrawn'`,
    [organizationId, runId],
  );
  const effects = await dataSource.query<AnswerRow[]>(
    `SELECT step_id, visit, state, outcome->'result' AS result, extract(epoch FROM settled_at - created_at)::float8 AS seconds
       FROM effects WHERE organization_id = $1 AND run_id = $2 AND kind <> 'callAutomation'
        AND (state IN ('refused', 'unknown') OR state = 'done' AND outcome->'result' IS NOT NULL)
     UNION ALL
     SELECT step_id, visit, state, NULL, extract(epoch FROM settled_at - created_at)::float8
       FROM messages WHERE organization_id = $1 AND run_id = $2 AND awaited AND state IN ('refused', 'unknown')`,
    [organizationId, runId],
  );
  return {
    decisions: tasks.map(({ step_id: stepId, visit, decision, seconds }) => ({
      stepId,
      visit,
      ...(decision === null
        ? { decision: 'never' as const }
        : { decision, afterHours: (seconds * speed) / 3_600 }),
    })),
    outcomes: effects.map(({ step_id: stepId, visit, state: outcome, result, seconds }) => ({
      stepId,
      visit,
      outcome,
      ...(result !== null && { result }),
      ...(seconds !== null && { afterMinutes: (seconds * speed) / 60 }),
    })),
  };
}

interface TaskRow {
  step_id: string;
  visit: number;
  decision: Exclude<NonNullable<Past['decisions']>[number]['decision'], 'never'> | null;
  seconds: number;
}

interface AnswerRow {
  step_id: string;
  visit: number;
  state: 'done' | 'refused' | 'unknown';
  result: EffectResult | null;
  seconds: number | null;
}

/** What operators ordered in a run and it accepted, and in which words. */
export async function livedCommands(
  dataSource: DataSource,
  { organizationId, runId }: { organizationId: string; runId: string },
  clock: RunClock,
): Promise<Array<LivedCommand & { did: string }>> {
  const rows = await dataSource.query<Array<{ command: OperatorCommand; did: string; effective_at: Date }>>(
    `SELECT payload->'command' AS command, outcome->>'detail' AS did, effective_at FROM inbox
      WHERE organization_id = $1 AND run_id = $2 AND kind = 'command' AND (outcome->>'accepted')::boolean
      ORDER BY effective_at, id`,
    [organizationId, runId],
  );
  return rows.map(({ command, did, effective_at: at }) => ({ command, did, at: clock.toVirtual(at) }));
}
