import type { Command, RunState } from '@gradus/flow';
import type { Asks, Prepared } from '@gradus/database';
import type { LockedRun } from './locked-run.ts';

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

interface EventRow {
  type: string;
  step_id: string | null;
  /** Virtual. */
  at: number;
  data: Record<string, unknown>;
}

/** The story of a turn, one line a happening; a step that was only passed through is one line. */
export function runEventsOf(commands: readonly Command[]): EventRow[] {
  const events: EventRow[] = [];
  const visitKey = (c: { stepId: string; visit: number }) => `${c.stepId}:${c.visit}`;
  const left = new Set(commands.filter((c) => c.type === 'left').map(visitKey));
  const entered = new Set(commands.filter((c) => c.type === 'entered').map(visitKey));
  const tell = (type: string, at: number, stepId: string | null, data: Record<string, unknown> = {}) =>
    events.push({ type, step_id: stepId, at, data });
  for (const command of commands) {
    if (command.type === 'entered' && !left.has(visitKey(command)))
      tell('entered', command.at, command.stepId, { visit: command.visit });
    else if (command.type === 'left')
      tell(entered.has(visitKey(command)) ? 'passed' : 'left', command.at, command.stepId, {
        visit: command.visit,
        port: command.port,
        reason: command.reason,
      });
    else if (command.type === 'changed' && command.status === 'blocked')
      tell('blocked', command.at, command.stepId, { visit: command.visit, problem: command.problem });
    else if (command.type === 'changed' && command.status === 'held')
      tell('held', command.at, command.stepId);
    else if (command.type === 'release')
      tell('released', command.at, command.stepId, { module: command.module });
    else if (command.type === 'tag')
      tell(command.on ? 'tagged' : 'untagged', command.at, command.stepId, { tag: command.tag });
    else if (command.type === 'field') tell('field', command.at, command.stepId, { field: command.field });
    else if (command.type === 'task')
      tell('task', command.at, command.stepId, { visit: command.visit, task: command.task });
    else if (command.type === 'taskClosed')
      tell('task-closed', command.at, command.stepId, { visit: command.visit, because: command.because });
    else if (command.type === 'message') tell('message', command.at, command.stepId, { key: command.key });
    else if (command.type === 'drop')
      tell('dropped', command.at, command.stepId, { key: command.key, because: command.because });
    else if (command.type === 'effect')
      tell('effect', command.at, command.stepId, { key: command.key, kind: command.kind });
    else if (command.type === 'late' || command.type === 'unsettled')
      tell(command.type, command.at, command.stepId, { key: command.key });
    else if (command.type === 'settled')
      tell('settled', command.at, command.stepId, { key: command.key, happened: command.happened });
    else if (command.type === 'ending')
      tell('ending', command.at, null, { outcome: command.outcome, reason: command.reason });
    else if (command.type === 'finished')
      tell('finished', command.at, null, { outcome: command.outcome, reason: command.reason });
    else if (command.type === 'migrated')
      tell('migrated', command.at, command.stepId, {
        visit: command.visit,
        from: command.from,
        to: command.versionId,
      });
    else if (command.type === 'answered' && command.accepted && command.moves !== undefined)
      tell('migration', command.at, null, { id: command.id, detail: command.detail });
    else if (command.type === 'answered' && command.accepted)
      tell('command', command.at, null, { id: command.id, detail: command.detail });
  }
  return events;
}

const WRITE_STORY: Prepared = {
  name: 'write-story',
  text: 'INSERT INTO run_turns (organization_id, run_id, seq, events) VALUES ($1, $2, $3, $4)',
};

/** Appends a row to the run's story and answers the number of its last line. */
export function writeRunEvents(asks: Asks, run: LockedRun, commands: readonly Command[]): number {
  const events = runEventsOf(commands);
  if (events.length === 0) return run.eventSeq;
  const seq = run.eventSeq + events.length;
  const lines = events.map(({ type, step_id, at, data }) => [type, step_id, at, data]);
  void asks.ask(WRITE_STORY, [run.organizationId, run.id, seq, JSON.stringify(lines)]);
  return seq;
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
