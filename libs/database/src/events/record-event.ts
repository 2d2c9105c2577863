import type { EntityManager } from 'typeorm';
import type { DomainEventType } from '@gradus/contracts';

export interface NewDomainEvent {
  organizationId: string;
  type: DomainEventType;
  /** What makes the fact unique in the organization, e.g. `submission.graded:<submission id>`. */
  key: string;
  userId?: string;
  enrollmentId?: string;
  courseId?: string;
  data?: Record<string, string | number | boolean>;
  /** When it happened; default: now. */
  occurredAt?: Date;
}

/**
 * Writes a fact to the outbox, in the caller's transaction. Writing the same key again changes nothing; the answer says
 * whether it was new.
 */
export async function recordEvent(manager: EntityManager, event: NewDomainEvent): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `INSERT INTO domain_events (organization_id, type, key, user_id, enrollment_id, course_id, data, occurred_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, COALESCE($8, clock_timestamp()))
     ON CONFLICT (organization_id, key) DO NOTHING RETURNING id`,
    [
      event.organizationId,
      event.type,
      event.key,
      event.userId ?? null,
      event.enrollmentId ?? null,
      event.courseId ?? null,
      event.data ?? {},
      event.occurredAt ?? null,
    ],
  );
  return rows.length > 0;
}
