import type { DataSource, EntityManager } from 'typeorm';
import type { Plans } from '@gradus/database';
import { startCampaigns } from './start-campaigns.ts';

export interface OutboxEvent {
  id: string;
  organizationId: string;
  type: string;
  userId: string | null;
  enrollmentId: string | null;
  courseId: string | null;
  data: Record<string, string | number | boolean>;
  occurredAt: Date;
}

export interface Routed {
  /** Runs that the event started. */
  started: string[];
  /** Runs that have it in their inbox now. */
  delivered: string[];
}

/**
 * Takes the oldest event out of the outbox and delivers it, in one transaction: inbox rows for open runs whose plan
 * listens to its type, new runs where a trigger matches. Null: nothing to route. Several routers share the work.
 */
export async function routeNext(
  dataSource: DataSource,
  plans: Plans,
): Promise<(Routed & { event: OutboxEvent }) | null> {
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    const [row] = await manager.query<OutboxEvent[]>(
      `SELECT id, organization_id AS "organizationId", type, user_id AS "userId", enrollment_id AS "enrollmentId",
              course_id AS "courseId", data, occurred_at AS "occurredAt"
         FROM domain_events
        WHERE routed_at IS NULL AND (next_attempt_at IS NULL OR next_attempt_at <= clock_timestamp())
        ORDER BY seq LIMIT 1 FOR UPDATE SKIP LOCKED`,
    );
    if (!row) return null;
    await manager.query('SAVEPOINT routing');
    try {
      const delivered = await deliver(manager, row);
      const started = await startCampaigns(manager, plans, row);
      await manager.query(
        'UPDATE domain_events SET routed_at = clock_timestamp(), problem_detail = NULL WHERE id = $1',
        [row.id],
      );
      return { event: row, delivered, started };
    } catch (error) {
      await manager.query('ROLLBACK TO SAVEPOINT routing');
      await postpone(manager, row.id, error);
      return { event: row, delivered: [], started: [] };
    }
  });
}

/** A run of an enrollment gets that enrollment's events and those that are about the person alone, a run of a person all. */
async function deliver(manager: EntityManager, event: OutboxEvent): Promise<string[]> {
  if (!event.userId) return [];
  const rows = await manager.query<Array<{ run_id: string }>>(
    `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
     SELECT r.organization_id, r.id, 'event', $2, $3, $4, $5
       FROM runs r JOIN automation_versions v ON v.id = r.version_id AND $3 = ANY(v.listens)
      WHERE r.organization_id = $1 AND r.user_id = $6 AND r.finished_at IS NULL
        AND (r.enrollment_id IS NULL OR $7::uuid IS NULL OR r.enrollment_id = $7)
     ON CONFLICT (run_id, key) DO NOTHING RETURNING run_id`,
    [
      event.organizationId,
      event.id,
      event.type,
      event.data,
      event.occurredAt,
      event.userId,
      event.enrollmentId,
    ],
  );
  return rows.map((row) => row.run_id);
}

async function postpone(manager: EntityManager, id: string, error: unknown): Promise<void> {
  await manager.query(
    `UPDATE domain_events SET attempt = attempt + 1, problem_detail = $2,
            next_attempt_at = clock_timestamp() + make_interval(secs => LEAST(300, power(2, LEAST(attempt, 8)))) WHERE id = $1`,
    [id, (error instanceof Error ? error.message : String(error)).slice(0, 500)],
  );
}
