import type { Command, RunState } from '@gradus/flow';
import type { Asks, Prepared } from '@gradus/database';
import type { LockedRun } from '../locked-run.ts';

interface StepRunRow {
  /** Whose step it is; only a visit that begins says so. */
  version_id: string | null;
  step_id: string;
  visit: number;
  iteration: number;
  state: string;
  port: string | null;
  left_because: string | null;
  entered_at: string | null;
  left_at: string | null;
  deadline: string | null;
  problem_code: string | null;
  problem_detail: string | null;
}

const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** What a turn made of each visit it touched, as one row a visit. */
export function stepRunsOf(commands: readonly Command[]): StepRunRow[] {
  const rows = new Map<string, StepRunRow>();
  const row = (stepId: string, visit: number) => {
    const key = `${stepId}:${visit}`;
    const known = rows.get(key) ?? {
      version_id: null,
      step_id: stepId,
      visit,
      iteration: 1,
      state: 'running',
      port: null,
      left_because: null,
      entered_at: null,
      left_at: null,
      deadline: null,
      problem_code: null,
      problem_detail: null,
    };
    rows.set(key, known);
    return known;
  };
  for (const command of commands) {
    if (command.type === 'entered')
      Object.assign(row(command.stepId, command.visit), {
        version_id: command.versionId,
        entered_at: instant(command.at),
        iteration: command.iteration,
      });
    else if (command.type === 'changed')
      Object.assign(row(command.stepId, command.visit), {
        state: command.status,
        deadline: instant(command.deadline),
        problem_code: command.problem?.cause ?? command.problem?.code ?? null,
        problem_detail: command.problem?.detail.slice(0, 500) ?? null,
      });
    else if (command.type === 'left')
      Object.assign(row(command.stepId, command.visit), {
        state: command.reason === 'exited' ? 'exited' : 'left',
        port: command.port,
        left_because: command.reason,
        left_at: instant(command.at),
        deadline: null,
        problem_code: null,
        problem_detail: null,
      });
  }
  return [...rows.values()];
}

const WRITE_VISITS: Prepared = {
  name: 'write-visits',
  text: `
WITH r AS (SELECT * FROM jsonb_to_recordset($3::jsonb) AS r(version_id uuid, step_id text, visit int, iteration int, state text,
       port text, left_because text, entered_at timestamptz, left_at timestamptz, deadline timestamptz,
       problem_code text, problem_detail text)),
changed AS (
  UPDATE step_runs s SET state = r.state, port = r.port, left_because = r.left_because, left_at = r.left_at,
         deadline = r.deadline, problem_code = r.problem_code, problem_detail = r.problem_detail
    FROM r WHERE s.run_id = $2 AND s.step_id = r.step_id AND s.visit = r.visit AND r.entered_at IS NULL)
INSERT INTO step_runs (organization_id, run_id, version_id, step_id, visit, iteration, state, port, left_because,
                       entered_at, left_at, deadline, problem_code, problem_detail)
SELECT $1, $2, r.version_id, r.step_id, r.visit, r.iteration, r.state, r.port, r.left_because, r.entered_at, r.left_at,
       r.deadline, r.problem_code, r.problem_detail
  FROM r WHERE r.entered_at IS NOT NULL`,
};

/** One statement for all visits of a turn. A visit entered earlier keeps its beginning. */
export function writeStepRuns(asks: Asks, run: LockedRun, commands: readonly Command[]): void {
  const rows = stepRunsOf(commands);
  if (rows.length === 0) return;
  void asks.ask(WRITE_VISITS, [run.organizationId, run.id, JSON.stringify(rows)]);
}

/** Coarse state of a run, for lists. */
export function conditionOf(state: RunState): 'running' | 'waiting' | 'blocked' | 'held' | 'finished' {
  if (state.finished) return 'finished';
  if (state.ending) return state.leftEffects.some(({ unknown }) => unknown) ? 'blocked' : 'running';
  const statuses = new Set(state.tokens.map((token) => token.status));
  if (statuses.has('blocked')) return 'blocked';
  if (state.paused || state.holding !== null || statuses.has('held')) return 'held';
  return statuses.has('running') ? 'running' : 'waiting';
}
