import { Injectable } from '@nestjs/common';
import { Plans, type RunClock } from '@gradus/database';
import type { LedgerState, PreviewedRun } from '@gradus/flow';
import type { EntityManager } from 'typeorm';
import { type EngineRow, readForeseeable } from '../../runs/run-summaries.ts';

/** A run as the engine's preview wants it, and whose it is. */
export interface RunToPreview extends PreviewedRun {
  runId: string;
  who: string;
  clock: RunClock;
  modules: Map<string, string>;
}

interface Row extends EngineRow {
  learner_name: string;
  ledger: Array<{ key: string; state: LedgerState }>;
}

/** Reads what the preview of a command is worked out from: state, facts and ledger of a run. */
@Injectable()
export class PreviewedRuns {
  constructor(private readonly plans: Plans) {}

  /** In the order asked for; a run that is not the organization's is left out. */
  async read(manager: EntityManager, organizationId: string, runIds: string[]): Promise<RunToPreview[]> {
    const rows = await manager.query<Row[]>(
      `SELECT r.id, r.organization_id, r.user_id, r.enrollment_id, r.version_id, r.state, r.trail, r.clock_origin, r.speed,
              u.name AS learner_name, clock_timestamp() AS now,
              (SELECT COALESCE(jsonb_agg(l), '[]') FROM (
                 SELECT key, state FROM effects WHERE run_id = r.id
                 UNION ALL SELECT key, state FROM messages WHERE run_id = r.id) l) AS ledger
         FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted(id, place)
         JOIN runs r ON r.id = wanted.id AND r.organization_id = $1 JOIN users u ON u.id = r.user_id
        ORDER BY wanted.place`,
      [organizationId, runIds],
    );
    const read: RunToPreview[] = [];
    for (const { row, ...run } of await readForeseeable(manager, this.plans, rows))
      read.push({
        runId: row.id,
        who: row.learner_name,
        ...run,
        ledger: new Map(row.ledger.map((line) => [line.key, line.state])),
        modules: new Map(run.facts.modules.map(({ key, title }) => [key, title])),
      });
    return read;
  }
}
