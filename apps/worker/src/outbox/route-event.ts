import type { DataSource, EntityManager } from 'typeorm';
import { type Definition, evaluateCondition, factsAt } from '@gradus/flow';
import { type Plans, RunClock, readFacts, startRun } from '@gradus/database';

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
      const started = await startTriggered(manager, plans, row);
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

/** A run of an enrollment gets that enrollment's events, a run of a person all of that person's. */
async function deliver(manager: EntityManager, event: OutboxEvent): Promise<string[]> {
  if (!event.userId) return [];
  const rows = await manager.query<Array<{ run_id: string }>>(
    `INSERT INTO inbox (organization_id, run_id, kind, key, type, payload, effective_at)
     SELECT r.organization_id, r.id, 'event', $2, $3, $4, $5
       FROM runs r JOIN automation_versions v ON v.id = r.version_id AND $3 = ANY(v.listens)
      WHERE r.organization_id = $1 AND r.user_id = $6 AND r.finished_at IS NULL
        AND (r.enrollment_id IS NULL OR r.enrollment_id = $7)
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

interface TriggeredRow {
  automation_id: string;
  version_id: string;
  definition: Definition;
}

/** Journeys start with their enrollment (in that transaction); here campaigns start. */
async function startTriggered(manager: EntityManager, plans: Plans, event: OutboxEvent): Promise<string[]> {
  if (!event.userId) return [];
  const rows = await manager.query<TriggeredRow[]>(
    `SELECT a.id AS automation_id, v.id AS version_id, v.definition
       FROM automations a JOIN automation_versions v ON v.id = a.live_version_id
      WHERE a.organization_id = $1 AND a.use = 'campaign' AND a.archived_at IS NULL AND (a.course_id IS NULL OR a.course_id = $2)`,
    [event.organizationId, event.courseId],
  );
  const started: string[] = [];
  for (const row of rows) {
    if (!(await triggers(manager, row.definition, event))) continue;
    const runId = await startRun(manager, plans, {
      ...(await clockOf(manager, event)),
      organizationId: event.organizationId,
      automationId: row.automation_id,
      versionId: row.version_id,
      userId: event.userId,
      enrollmentId: event.enrollmentId,
      entryKey: entryKeyOf(row.definition, event),
      entryRule: row.definition.entry.rule,
      startedAt: event.occurredAt,
    });
    if (runId) started.push(runId);
  }
  return started;
}

async function triggers(
  manager: EntityManager,
  definition: Definition,
  event: OutboxEvent,
): Promise<boolean> {
  const step = definition.steps[definition.trigger];
  if (step?.kind !== 'trigger') return false;
  const { on } = step.config;
  if (on.kind === 'enrolled') return event.type === 'enrollment.activated';
  if (on.kind !== 'event' || on.event !== event.type) return false;
  if (!on.where) return true;
  if (!event.enrollmentId) return false;
  const { clockOrigin, speed } = await clockOf(manager, event);
  const clock = new RunClock(clockOrigin, speed);
  const facts = await readFacts(manager, event.enrollmentId, clock);
  const view = factsAt(facts, clock.toVirtual(event.occurredAt));
  return evaluateCondition(on.where, view, {}, event.data);
}

/** `once` is once a person (a journey: once an enrollment), `keyed` once a course; the others once an event. */
function entryKeyOf(definition: Definition, event: OutboxEvent): string {
  const { rule } = definition.entry;
  if (rule === 'once') return `person:${event.userId}`;
  if (rule === 'keyed') return `person:${event.userId}:course:${event.courseId}`;
  return `event:${event.id}`;
}

async function clockOf(
  manager: EntityManager,
  event: OutboxEvent,
): Promise<{ clockOrigin: Date; speed: number; simulated: boolean }> {
  const [row] = await manager.query<Array<{ enrolled_at: Date; speed: number; simulated: boolean }>>(
    'SELECT enrolled_at, speed, simulated FROM enrollments WHERE id = $1',
    [event.enrollmentId],
  );
  if (!row) return { clockOrigin: event.occurredAt, speed: 1, simulated: false };
  return { clockOrigin: row.enrolled_at, speed: row.speed, simulated: row.simulated };
}

async function postpone(manager: EntityManager, id: string, error: unknown): Promise<void> {
  await manager.query(
    `UPDATE domain_events SET attempt = attempt + 1, problem_detail = $2,
            next_attempt_at = clock_timestamp() + make_interval(secs => LEAST(300, power(2, LEAST(attempt, 8)))) WHERE id = $1`,
    [id, (error instanceof Error ? error.message : String(error)).slice(0, 500)],
  );
}
