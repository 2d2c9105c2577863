import { Injectable } from '@nestjs/common';
import type { RunCondition, RunDetail } from '@gradus/contracts';
import type { Definition, Layout } from '@gradus/flow';
import { DataSource, type EntityManager } from 'typeorm';
import type { ExplainableRun } from './run-summaries.ts';

export interface RunRow extends ExplainableRun {
  automation_id: string;
  automation_name: string;
  version_number: number;
  user_id: string;
  learner_name: string;
  learner_email: string;
  simulated: boolean;
  condition: RunCondition;
  started_at: Date;
  sort_key: string;
}

export interface RunFilter {
  automationId?: string | undefined;
  stepId?: string | undefined;
  condition?: RunCondition | undefined;
  /** Only those that have not ended. */
  open?: boolean | undefined;
  /** ILIKE pattern over name, e-mail and the ids as text. */
  pattern: string | null;
}

export interface VisitRow {
  step_id: string;
  /** As the version it went by calls it. */
  title: string | null;
  version_number: number;
  visit: number;
  state: 'running' | 'waiting' | 'blocked' | 'held' | 'left' | 'exited';
  port: string | null;
  entered_at: Date;
  left_at: Date | null;
  deadline: Date | null;
  problem_code: string | null;
  problem_detail: string | null;
}

/** An effect or a message of a run: both have a key and the ledger's states. */
export interface EffectRow {
  key: string;
  kind: string;
  step_id: string | null;
  visit: number | null;
  state: 'planned' | 'claimed' | 'done' | 'refused' | 'unknown' | 'cancelled';
  attempt: number;
  try: number;
  next_attempt_at: Date | null;
  problem_detail: string | null;
  output: Record<string, unknown> | null;
}

export type BesideRow = Pick<RunDetail, 'restartOf' | 'restartedAs' | 'decisions' | 'calledBy' | 'called'>;

export interface EventRow {
  seq: number;
  type: string;
  step_id: string | null;
  at: Date;
  data: Record<string, unknown>;
}

const RUNS = `
SELECT r.id, r.organization_id, r.automation_id, a.name AS automation_name, r.version_id, v.number AS version_number, r.enrollment_id,
       r.user_id, u.name AS learner_name, u.email AS learner_email, u.time_zone AS learner_zone,
       o.time_zone AS school_zone, r.simulated, r.condition, r.outcome, r.started_at, r.started_at::text AS sort_key,
       r.finished_at, r.state, r.trail, r.clock_origin, r.speed, clock_timestamp() AS now
  FROM runs r
  JOIN automations a ON a.id = r.automation_id
  JOIN automation_versions v ON v.id = r.version_id
  JOIN users u ON u.id = r.user_id
  JOIN organizations o ON o.id = r.organization_id
 WHERE r.organization_id = $1`;

@Injectable()
export class RunsQueries {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. With a step: only who stands there now. */
  list(
    organizationId: string,
    filter: RunFilter,
    before: [string | null, string | null],
    limit: number,
  ): Promise<RunRow[]> {
    return this.dataSource.query<RunRow[]>(
      `${RUNS} AND ($2::uuid IS NULL OR r.automation_id = $2)
          AND ($3::text IS NULL OR EXISTS (
               SELECT 1 FROM step_runs s WHERE s.run_id = r.id AND s.step_id = $3 AND s.left_at IS NULL))
          AND ($4::text IS NULL OR r.condition = $4)
          AND ($5::text IS NULL OR u.name ILIKE $5 OR u.email ILIKE $5 OR r.id::text ILIKE $5
               OR r.enrollment_id::text ILIKE $5 OR r.user_id::text ILIKE $5)
          AND (NOT $9::boolean OR r.finished_at IS NULL)
          AND ($6::timestamptz IS NULL OR (r.started_at, r.id) < ($6, $7::uuid))
        ORDER BY r.started_at DESC, r.id DESC LIMIT $8`,
      [
        organizationId,
        filter.automationId ?? null,
        filter.stepId ?? null,
        filter.condition ?? null,
        filter.pattern,
        ...before,
        limit + 1,
        filter.open ?? false,
      ],
    );
  }

  async run(manager: EntityManager, organizationId: string, runId: string): Promise<RunRow | undefined> {
    const [row] = await manager.query<RunRow[]>(`${RUNS} AND r.id = $2`, [organizationId, runId]);
    return row;
  }

  async drawing(
    manager: EntityManager,
    organizationId: string,
    versionId: string,
  ): Promise<{ definition: Definition; layout: Layout }> {
    const [row] = await manager.query<[{ definition: Definition; layout: Layout }]>(
      'SELECT definition, layout FROM automation_versions WHERE id = $2 AND organization_id = $1',
      [organizationId, versionId],
    );
    return row;
  }

  /** In the order of the story: several steps may be passed at one instant. */
  visits(manager: EntityManager, organizationId: string, runId: string): Promise<VisitRow[]> {
    return manager.query<VisitRow[]>(
      `SELECT s.step_id, v.definition -> 'steps' -> s.step_id ->> 'title' AS title, v.number AS version_number, s.visit, s.state, s.port, s.entered_at, s.left_at, s.deadline, s.problem_code, s.problem_detail
         FROM step_runs s
         JOIN automation_versions v ON v.id = s.version_id
         LEFT JOIN LATERAL (SELECT min(x.seq) AS seq FROM run_events x WHERE x.run_id = s.run_id
                               AND x.step_id = s.step_id AND (x.data ->> 'visit')::int = s.visit) told ON true
        WHERE s.run_id = $2 AND s.organization_id = $1 ORDER BY s.entered_at, told.seq, s.visit, s.step_id`,
      [organizationId, runId],
    );
  }

  effects(manager: EntityManager, organizationId: string, runId: string): Promise<EffectRow[]> {
    return manager.query<EffectRow[]>(
      `SELECT key, kind, step_id, visit, state, attempt, try, next_attempt_at, problem_detail, outcome AS output
         FROM effects WHERE run_id = $2 AND organization_id = $1
        UNION ALL
       SELECT key, 'message', step_id, visit, state, attempt, try,
              CASE WHEN state = 'planned' THEN next_attempt_at END, problem_detail,
              jsonb_build_object('subject', subject)
         FROM messages WHERE run_id = $2 AND organization_id = $1`,
      [organizationId, runId],
    );
  }

  /** What was decided about it, and the runs whose place it takes or that take its. */
  async beside(manager: EntityManager, organizationId: string, runId: string): Promise<BesideRow> {
    const [row] = await manager.query<[BesideRow]>(
      `SELECT r.restart_of AS "restartOf",
              (SELECT o.id FROM runs o WHERE o.restart_of = r.id ORDER BY o.started_at DESC LIMIT 1) AS "restartedAs",
              (SELECT COALESCE(jsonb_agg(d ORDER BY d.at DESC), '[]') FROM (
                 SELECT to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, u.name AS by, l.action, l.reason
                   FROM audit_log l LEFT JOIN users u ON u.id = l.actor_id
                  WHERE l.organization_id = $1 AND l.subject_kind = 'run' AND l.subject_id = $2::text
                  ORDER BY l.at DESC LIMIT 50) d) AS decisions,
              (SELECT jsonb_build_object('runId', p.id, 'automationName', a.name, 'stepTitle',
                        COALESCE(v.definition->'steps'->r.called_by_step_id->>'title', r.called_by_step_id))
                 FROM runs p JOIN automations a ON a.id = p.automation_id JOIN automation_versions v ON v.id = p.version_id
                WHERE p.id = r.called_by_run_id) AS "calledBy",
              (SELECT COALESCE(jsonb_agg(to_jsonb(d) - 'startedAt' ORDER BY d."startedAt", d."runId"), '[]') FROM (
                 SELECT c.id AS "runId", a.name AS "automationName", c.called_by_step_id AS "stepId", f.visit, c.outcome,
                        c.started_at AS "startedAt"
                   FROM runs c JOIN automations a ON a.id = c.automation_id LEFT JOIN effects f ON f.key = c.called_key
                  WHERE c.called_by_run_id = r.id AND c.organization_id = $1 ORDER BY c.started_at LIMIT 200) d) AS called
         FROM runs r WHERE r.id = $2::uuid AND r.organization_id = $1`,
      [organizationId, runId],
    );
    return row;
  }

  /** The latest of the story, in order. */
  async events(
    manager: EntityManager,
    organizationId: string,
    runId: string,
    limit: number,
  ): Promise<EventRow[]> {
    const rows = await manager.query<EventRow[]>(
      `SELECT seq, type, step_id, at, data FROM run_events
        WHERE run_id = $2 AND organization_id = $1 ORDER BY seq DESC LIMIT $3`,
      [organizationId, runId, limit],
    );
    return rows.toReversed();
  }
}
