import { Injectable } from '@nestjs/common';
import { Plans, type RunClock } from '@gradus/database';
import type { Facts, Instant, Plan, RunState } from '@gradus/flow';
import type { EntityManager } from 'typeorm';
import { type EngineRow, readForeseeable } from '../runs/run-summaries.ts';

/** So many runs are read at once. */
const AT_ONCE = 250;

export interface RunInside {
  runId: string;
  who: string;
  versionId: string;
  plan: Plan;
  state: RunState;
  facts: Facts;
  clock: RunClock;
  now: Instant;
}

export interface PlaceCount {
  stepId: string;
  versionId: string;
  number: number;
  here: number;
}

/** Whom publishing may concern: open runs of an automation, or only some of them. */
export interface Inside {
  organizationId: string;
  automationId: string;
  onlyRunIds: string[] | null;
}

interface Row extends EngineRow {
  learner_name: string;
}

const INSIDE = `
  FROM runs r CROSS JOIN LATERAL jsonb_array_elements(r.state -> 'tokens') t
 WHERE r.organization_id = $1 AND r.automation_id = $2 AND r.finished_at IS NULL AND ($3::uuid[] IS NULL OR r.id = ANY($3))`;

/** Reads the people inside an automation: where they are, in numbers; and their runs as the engine wants them. */
@Injectable()
export class RunsInside {
  constructor(private readonly plans: Plans) {}

  /** How many are where, per step and version. */
  places(manager: EntityManager, inside: Inside): Promise<PlaceCount[]> {
    return manager.query<PlaceCount[]>(
      `SELECT p.step_id AS "stepId", p.version_id AS "versionId", v.number, p.here
         FROM (SELECT t ->> 'stepId' AS step_id, t ->> 'versionId' AS version_id, count(*)::int AS here ${INSIDE} GROUP BY 1, 2) p
         JOIN automation_versions v ON v.id = p.version_id::uuid ORDER BY v.number DESC, p.step_id`,
      parametersOf(inside),
    );
  }

  async count(manager: EntityManager, { organizationId, automationId }: Inside): Promise<number> {
    const [{ n }] = await manager.query<[{ n: number }]>(
      `SELECT count(*)::int AS n FROM runs WHERE organization_id = $1 AND automation_id = $2 AND finished_at IS NULL`,
      [organizationId, automationId],
    );
    return n;
  }

  /** Runs in such an order that the first so many hold a fair share of every step and version. */
  async ids(manager: EntityManager, inside: Inside): Promise<string[]> {
    const rows = await manager.query<Array<{ id: string }>>(
      `SELECT p.id FROM (
         SELECT r.id, row_number() OVER (PARTITION BY t ->> 'versionId', t ->> 'stepId' ORDER BY md5(r.id::text)) AS place ${INSIDE}) p
        GROUP BY p.id ORDER BY min(p.place), p.id`,
      parametersOf(inside),
    );
    return rows.map(({ id }) => id);
  }

  /** The runs one after the other, read by the many. */
  async *read(manager: EntityManager, organizationId: string, ids: string[]): AsyncGenerator<RunInside> {
    for (let at = 0; at < ids.length; at += AT_ONCE)
      yield* await this.#some(manager, organizationId, ids.slice(at, at + AT_ONCE));
  }

  async #some(manager: EntityManager, organizationId: string, ids: string[]): Promise<RunInside[]> {
    const rows = await manager.query<Row[]>(
      `SELECT r.id, r.organization_id, r.user_id, r.enrollment_id, r.version_id, r.state, r.trail, r.clock_origin, r.speed,
              u.name AS learner_name, clock_timestamp() AS now
         FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted(id, place)
         JOIN runs r ON r.id = wanted.id AND r.organization_id = $1 AND r.finished_at IS NULL
         JOIN users u ON u.id = r.user_id ORDER BY wanted.place`,
      [organizationId, ids],
    );
    const read: RunInside[] = [];
    for (const { row, ...run } of await readForeseeable(manager, this.plans, rows))
      read.push({
        runId: row.id,
        who: row.learner_name,
        versionId: row.version_id,
        ...run,
      });
    return read;
  }
}

const parametersOf = ({ organizationId, automationId, onlyRunIds }: Inside) => [
  organizationId,
  automationId,
  onlyRunIds,
];
