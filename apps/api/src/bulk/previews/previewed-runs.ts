import { Injectable } from '@nestjs/common';
import { Plans, RunClock, readFactsOfSubjects } from '@gradus/database';
import { type LedgerState, type PreviewedRun, readState, versionsOf } from '@gradus/flow';
import type { EntityManager } from 'typeorm';

/** A run as the engine's preview wants it, and whose it is. */
export interface RunToPreview extends PreviewedRun {
  runId: string;
  who: string;
  clock: RunClock;
  modules: Map<string, string>;
}

interface Row {
  id: string;
  user_id: string;
  enrollment_id: string | null;
  version_id: string;
  state: unknown;
  trail: string;
  clock_origin: Date;
  speed: number;
  learner_name: string;
  now: Date;
  ledger: Array<{ key: string; state: LedgerState }>;
}

/** Reads what the preview of a command is worked out from: state, facts and ledger of a run. */
@Injectable()
export class PreviewedRuns {
  constructor(private readonly plans: Plans) {}

  /** In the order asked for; a run that is not the organization's is left out. */
  async read(manager: EntityManager, organizationId: string, runIds: string[]): Promise<RunToPreview[]> {
    const rows = await manager.query<Row[]>(
      `SELECT r.id, r.user_id, r.enrollment_id, r.version_id, r.state, r.trail, r.clock_origin, r.speed,
              u.name AS learner_name, clock_timestamp() AS now,
              (SELECT COALESCE(jsonb_agg(l), '[]') FROM (
                 SELECT key, state FROM effects WHERE run_id = r.id
                 UNION ALL SELECT key, state FROM messages WHERE run_id = r.id) l) AS ledger
         FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted(id, place)
         JOIN runs r ON r.id = wanted.id AND r.organization_id = $1 JOIN users u ON u.id = r.user_id
        ORDER BY wanted.place`,
      [organizationId, runIds],
    );
    const runs = rows.map((row) => {
      const state = readState(row.id, row);
      const clock = new RunClock(row.clock_origin, row.speed);
      const subject = { organizationId, userId: row.user_id, enrollmentId: row.enrollment_id };
      return { row, state, clock, subject, since: state.startedAt };
    });
    const factsOfAll = await readFactsOfSubjects(manager, runs);
    const read: RunToPreview[] = [];
    for (const [index, { row, state, clock }] of runs.entries()) {
      const facts = factsOfAll[index]!;
      read.push({
        runId: row.id,
        who: row.learner_name,
        clock,
        plan: await this.plans.ofRun(manager, row.version_id, versionsOf(state)),
        state,
        facts,
        ledger: new Map(row.ledger.map((line) => [line.key, line.state])),
        now: clock.toVirtual(row.now),
        modules: new Map(facts.modules.map(({ key, title }) => [key, title])),
      });
    }
    return read;
  }
}
