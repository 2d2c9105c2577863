import type { DataSource, EntityManager } from 'typeorm';
import { type Plans, lockEntriesOf, noteForSegments } from '@gradus/database';
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

/** An event that was taken out of the outbox, and what became of it. */
export type RoutedEvent = Routed & { event: OutboxEvent };

/** Events that share a commit. */
const AT_ONCE = 20;

/**
 * Takes the oldest events out of the outbox and delivers them, in one transaction: inbox rows for open runs whose plan
 * listens to their type, new runs where a trigger matches. Each has a savepoint of its own: one that cannot be routed is
 * put off and does not keep the others. Several routers share the work.
 */
export async function routeBatch(
  dataSource: DataSource,
  plans: Plans,
  limit = AT_ONCE,
): Promise<RoutedEvent[]> {
  return dataSource.transaction('READ COMMITTED', async (manager) => {
    const events = await manager.query<OutboxEvent[]>(
      `SELECT id, organization_id AS "organizationId", type, user_id AS "userId", enrollment_id AS "enrollmentId",
              course_id AS "courseId", data, occurred_at AS "occurredAt"
         FROM domain_events
        WHERE routed_at IS NULL AND (next_attempt_at IS NULL OR next_attempt_at <= clock_timestamp())
        ORDER BY seq LIMIT $1 FOR UPDATE SKIP LOCKED`,
      [limit],
    );
    if (events.length > 1)
      await lockEntriesOf(
        manager,
        events.map(({ id }) => id),
      );
    const routed: RoutedEvent[] = [];
    const done: string[] = [];
    for (const event of events) {
      await manager.query('SAVEPOINT routing');
      try {
        const delivered = await deliver(manager, event);
        await noteForSegments(manager, event);
        const started = await startCampaigns(manager, plans, event);
        await manager.query('RELEASE SAVEPOINT routing');
        routed.push({ event, delivered, started });
        done.push(event.id);
      } catch (error) {
        await manager.query('ROLLBACK TO SAVEPOINT routing');
        await postpone(manager, event.id, error);
        routed.push({ event, delivered: [], started: [] });
      }
    }
    if (done.length > 0)
      await manager.query(
        'UPDATE domain_events SET routed_at = clock_timestamp(), problem_detail = NULL WHERE id = ANY($1)',
        [done],
      );
    return routed;
  });
}

/** The oldest alone. Null: nothing to route. */
export async function routeNext(dataSource: DataSource, plans: Plans): Promise<RoutedEvent | null> {
  const [routed] = await routeBatch(dataSource, plans, 1);
  return routed ?? null;
}

/**
 * The plans that may want an event: of every version the run stands on or enters at its next step, and of the one it is
 * about to go over to, so that an event that comes while a migration waits for its turn is there when it is taken.
 */
const LISTENS = `EXISTS (
  SELECT 1 FROM automation_versions v WHERE $3::text = ANY(v.listens)
     AND (v.id = r.version_id OR v.id = ANY(r.beside_version_ids)
       OR v.id IN (SELECT g.version_id FROM inbox i JOIN run_migrations g ON g.id = (i.payload->>'migrationId')::uuid
                    WHERE i.run_id = r.id AND i.kind = 'migrate' AND i.taken_at IS NULL)))`;

/** A run of an enrollment gets that enrollment's events and those that are about the person alone, a run of a person all. */
async function deliver(manager: EntityManager, event: OutboxEvent): Promise<string[]> {
  if (!event.userId) return [];
  const rows = await manager.query<Array<{ run_id: string }>>(
    `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
     SELECT r.organization_id, r.id, 'event', $2, $3::text, $4, $5
       FROM runs r
      WHERE r.organization_id = $1 AND r.user_id = $6 AND r.finished_at IS NULL AND ${LISTENS}
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
