import type { EntityManager } from 'typeorm';
import { eventDataOf } from '@gradus/contracts';
import { evaluateCondition, evaluateOfEvent, factsAt } from '@gradus/flow';
import { enrollmentIn } from '../learning/enrollment-in.ts';
import { type Subject, readSubjectFacts } from '../running/person-facts.ts';
import { RunClock } from '../running/run-clock.ts';

/** Something that happened to somebody, as its row tells it. */
export interface PersonalEvent {
  organizationId: string;
  userId: string;
  enrollmentId: string | null;
  courseId: string | null;
  type: string;
  data: Record<string, string | number | boolean>;
  occurredAt: Date;
}

/** Whom a run would be about. An event of no course reaches an automation of one through the person's place in it. */
export async function subjectOfEvent(
  manager: EntityManager,
  { organizationId, userId, enrollmentId, courseId: ofCourse }: PersonalEvent,
  courseId: string | null,
): Promise<Subject | null> {
  if (courseId === null || ofCourse !== null) return { organizationId, userId, enrollmentId };
  const place = await enrollmentIn(manager, { organizationId, userId, courseId });
  return place === null ? null : { organizationId, userId, enrollmentId: place };
}

/**
 * Whether a trigger with this where-clause lets the event in: by what was known at its moment, on the person's own clock.
 *
 * @throws ConditionFailedError
 */
export async function letsIn(
  manager: EntityManager,
  where: string,
  event: PersonalEvent,
  subject: Subject,
): Promise<boolean> {
  const data = eventDataOf(event.type, event.data);
  const byItself = evaluateOfEvent(where, data);
  if (byItself !== null) return byItself;
  const clock = await clockOf(manager, event, subject);
  const at = clock.toVirtual(event.occurredAt);
  const view = factsAt(await readSubjectFacts(manager, subject, clock, at), at);
  return evaluateCondition(where, view, {}, data);
}

async function clockOf(
  manager: EntityManager,
  event: PersonalEvent,
  { enrollmentId }: Subject,
): Promise<RunClock> {
  if (enrollmentId === null) return new RunClock(event.occurredAt, 1);
  const [row] = await manager.query<[{ enrolled_at: Date; speed: number }]>(
    'SELECT enrolled_at, speed FROM enrollments WHERE id = $1',
    [enrollmentId],
  );
  return new RunClock(row.enrolled_at, row.speed);
}
