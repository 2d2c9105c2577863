import { Injectable } from '@nestjs/common';
import { Plans, RunClock, VersionMissingError, readSubjectFacts } from '@gradus/database';
import { type Explanation, explain, sayReason, readState, versionsOf } from '@gradus/flow';
import { DataSource, type EntityManager } from 'typeorm';

/** What explaining a run needs of its row. */
export interface ExplainableRun {
  id: string;
  organization_id: string;
  user_id: string;
  version_id: string;
  enrollment_id: string | null;
  state: unknown;
  trail: string;
  finished_at: Date | null;
  outcome: string | null;
  clock_origin: Date;
  speed: number;
  learner_zone: string;
  school_zone: string;
  now: Date;
}

const OUTCOMES: Record<string, string> = {
  completed: 'Went through to the end.',
  ended: 'Has ended.',
  exited: 'Was taken out before the end.',
};

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
    const sentences = new Map<string, string>();
    for (const row of rows) sentences.set(row.id, await this.sentence(manager, row, zone));
    return sentences;
  }

  async sentence(manager: EntityManager, run: ExplainableRun, zone: string): Promise<string> {
    if (run.finished_at) return OUTCOMES[run.outcome ?? 'ended'] ?? 'Has ended.';
    return summaryOf(await this.explanations(manager, run), zone);
  }

  /** Empty when the run has ended or its version cannot be read any more. */
  async explanations(manager: EntityManager, run: ExplainableRun): Promise<Explanation[]> {
    if (run.finished_at) return [];
    const clock = new RunClock(run.clock_origin, run.speed);
    try {
      const state = readState(run.id, run);
      const plan = await this.plans.ofRun(manager, run.version_id, versionsOf(state));
      const facts = await readSubjectFacts(manager, subjectOf(run), clock, state.startedAt);
      return explain(plan, state, facts, clock.toVirtual(run.now));
    } catch (error) {
      if (error instanceof VersionMissingError) return [];
      throw error;
    }
  }
}

/** "Week 3: Waits until Monday 1 December, 09:00 (Berlin)." The first reason of the token that matters most. */
export function summaryOf(explanations: Explanation[], zone: string): string {
  const [first] = [...explanations].sort((a, b) => RANK[a.status] - RANK[b.status]);
  if (!first) return 'Is about to begin.';
  const [reason] = first.reasons;
  const more = explanations.length > 1 ? ` (and ${explanations.length - 1} more)` : '';
  if (!reason) return `${first.title}: on its way.${more}`;
  const blocked = first.status === 'blocked' ? 'Blocked at ' : '';
  return `${blocked}${first.title}: ${sayReason(reason, { zone })}${more}`;
}

const RANK: Record<Explanation['status'], number> = { blocked: 0, held: 1, waiting: 2, running: 3 };

const subjectOf = (run: ExplainableRun) => ({
  organizationId: run.organization_id,
  userId: run.user_id,
  enrollmentId: run.enrollment_id,
});
