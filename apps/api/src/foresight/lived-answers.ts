import type { EffectResult, Past } from '@gradus/flow';
import type { DataSource } from 'typeorm';

/** What was asked of people and systems in a run, and what they answered. Lengths are on the run's own clock. */
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
    `SELECT step_id, visit, outcome->'result' AS result, extract(epoch FROM settled_at - created_at)::float8 AS seconds
       FROM effects WHERE organization_id = $1 AND run_id = $2 AND state = 'done' AND kind <> 'callAutomation'
        AND outcome->'result' IS NOT NULL`,
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
    outcomes: effects.map(({ step_id: stepId, visit, result, seconds }) => ({
      stepId,
      visit,
      outcome: 'done',
      result,
      afterMinutes: (seconds * speed) / 60,
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
  result: EffectResult;
  seconds: number;
}
