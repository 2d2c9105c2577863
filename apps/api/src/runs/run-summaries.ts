import { Injectable } from '@nestjs/common';
import {
  Plans,
  RunClock,
  VersionMissingError,
  asksOf,
  readAwaited,
  readFactsOfSubjects,
  readTasks,
} from '@gradus/database';
import {
  type Explanation,
  type Facts,
  type Instant,
  type Plan,
  type RunState,
  type Speech,
  explain,
  readState,
  sayEndReason,
  sayInstant,
  sayReason,
  versionsOf,
} from '@gradus/flow';
import { DataSource, type EntityManager } from 'typeorm';

/** What the engine needs of a run's row. */
export interface EngineRow {
  id: string;
  organization_id: string;
  user_id: string;
  version_id: string;
  enrollment_id: string | null;
  state: unknown;
  trail: string;
  clock_origin: Date;
  speed: number;
  now: Date;
}

/** A run as the engine wants it, beside its row; of its plan the row says which. */
export interface RunAsRead<Row> {
  row: Row;
  state: RunState;
  facts: Facts;
  clock: RunClock;
  now: Instant;
}

/** What explaining a run needs of its row. */
export interface ExplainableRun extends EngineRow {
  finished_at: Date | null;
  outcome: string | null;
  learner_zone: string;
  school_zone: string;
}

const OUTCOMES: Record<string, string> = {
  completed: 'Went through to the end',
  ended: 'Has ended',
  exited: 'Was taken out before the end',
};

/** In their order; what is known of their people is read for all of them at once. */
async function readRuns<Row extends EngineRow>(
  manager: EntityManager,
  rows: readonly Row[],
): Promise<Array<RunAsRead<Row>>> {
  const runs = rows.map((row) => {
    const state = readState(row.id, row);
    const clock = new RunClock(row.clock_origin, row.speed);
    const { organization_id: organizationId, user_id: userId, enrollment_id: enrollmentId } = row;
    return { row, state, clock, subject: { organizationId, userId, enrollmentId }, since: state.startedAt };
  });
  const facts = await readFactsOfSubjects(manager, runs);
  return runs.map(({ row, state, clock }, index) => {
    return { row, state, facts: facts[index]!, clock, now: clock.toVirtual(row.now) };
  });
}

/**
 * A run with its plan, and with what others have ended for it: all that its next turn would decide by. For who works out
 * ahead what the run would do.
 */
export async function readForeseeable<Row extends EngineRow>(
  manager: EntityManager,
  plans: Plans,
  rows: readonly Row[],
): Promise<Array<RunAsRead<Row> & { plan: Plan }>> {
  const read: Array<RunAsRead<Row> & { plan: Plan }> = [];
  for (const run of await readRuns(manager, rows)) {
    const plan = await plans.ofRun(manager, run.row.version_id, versionsOf(run.state));
    read.push({ ...run, plan });
  }
  const planned = read.map(({ row, state, clock, plan }) => {
    const { id, organization_id: organizationId, user_id: userId, now } = row;
    return { run: { id, organizationId, userId, state, clock, now }, plan };
  });
  const asks = asksOf(manager);
  const tasks = await readTasks(
    asks,
    rows.map(({ id }) => id),
  );
  const awaited = await readAwaited(asks, planned, tasks);
  return read.map((run, index) => ({ ...run, facts: { ...run.facts, ...awaited[index] } }));
}

/** What is said of a run: its dates are on its own clock. */
export function speechAbout(
  row: Pick<EngineRow, 'clock_origin' | 'speed' | 'now'>,
  zone: string,
): Speech & { now: Instant } {
  return { zone, now: new RunClock(row.clock_origin, row.speed).toVirtual(row.now) };
}

/** Where runs are and why, worked out by the engine from the same facts as the run's own next turn. */
@Injectable()
export class RunSummaries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly plans: Plans,
  ) {}

  /** One plain sentence for each run, with times on the clock of `zone`. */
  async of(organizationId: string, runIds: string[], zone: string): Promise<Map<string, string>> {
    if (runIds.length === 0) return new Map();
    const { manager } = this.dataSource;
    const rows = await manager.query<ExplainableRun[]>(
      `SELECT r.id, r.organization_id, r.user_id, r.version_id, r.enrollment_id, r.state, r.trail, r.finished_at, r.outcome, r.clock_origin, r.speed,
              u.time_zone AS learner_zone, o.time_zone AS school_zone, clock_timestamp() AS now
         FROM runs r JOIN users u ON u.id = r.user_id JOIN organizations o ON o.id = r.organization_id
        WHERE r.organization_id = $1 AND r.id = ANY($2)`,
      [organizationId, runIds],
    );
    const explained = await this.explanations(manager, rows);
    return new Map(rows.map((row) => [row.id, summaryOf(row, explained.get(row.id), zone)]));
  }

  /** By the id of the run; none when it has ended or its version cannot be read any more. */
  async explanations(
    manager: EntityManager,
    runs: readonly ExplainableRun[],
  ): Promise<Map<string, Explanation[]>> {
    const open = runs.filter((run) => !run.finished_at);
    const explained = new Map<string, Explanation[]>();
    for (const run of await readRuns(manager, open))
      explained.set(run.row.id, await this.#explain(manager, run));
    return explained;
  }

  async #explain(
    manager: EntityManager,
    { row, state, facts, now }: RunAsRead<ExplainableRun>,
  ): Promise<Explanation[]> {
    try {
      const plan = await this.plans.ofRun(manager, row.version_id, versionsOf(state));
      return explain(plan, state, facts, now);
    } catch (error) {
      if (error instanceof VersionMissingError) return [];
      throw error;
    }
  }
}

/** "Week 3: Waits until Monday 1 December, 09:00 (Berlin)." The first reason of the token that matters most. */
export function summaryOf(
  run: ExplainableRun,
  explanations: readonly Explanation[] | undefined = [],
  zone: string,
): string {
  if (run.finished_at) return sayEnd(run, run.finished_at, zone);
  const [first] = [...explanations].sort((a, b) => RANK[a.status] - RANK[b.status]);
  if (!first) return 'Is about to begin.';
  const [reason] = first.reasons;
  const more = explanations.length > 1 ? ` (and ${explanations.length - 1} more)` : '';
  if (!reason) return `${first.title}: on its way.${more}`;
  const blocked = first.status === 'blocked' ? 'Blocked at ' : '';
  return `${blocked}${first.title}: ${sayReason(reason, speechAbout(run, zone))}${more}`;
}

/** "Was taken out before the end on Monday 1 December, 09:00 (Berlin): asked for it." */
function sayEnd(run: ExplainableRun, finishedAt: Date, zone: string): string {
  const at = new RunClock(run.clock_origin, run.speed).toVirtual(finishedAt);
  const why = sayEndReason(reasonOfEnd(run.state) ?? '');
  const outcome = OUTCOMES[run.outcome ?? ''] ?? 'Has ended';
  return `${outcome} on ${sayInstant(at, speechAbout(run, zone))}${why ? `: ${why}` : ''}.`;
}

/** As the state keeps it in every schema: a state that cannot be gone on with any more still tells it. */
function reasonOfEnd(state: unknown): string | null | undefined {
  return (state as { finished?: { reason?: string | null } | null } | null)?.finished?.reason;
}

const RANK: Record<Explanation['status'], number> = { blocked: 0, held: 1, waiting: 2, running: 3 };
