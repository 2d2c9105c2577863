import type { EntityManager } from 'typeorm';
import type { AdmissionWho } from '@gradus/contracts';
import { ConditionFailedError, type Definition, evaluateOfEvent } from '@gradus/flow';
import { type PersonalEvent, letsIn, subjectOfEvent } from './concerns.ts';

/** Events looked through for a where-clause; beyond that nobody can tell in the time of a click. */
const MOST_EVENTS = 20_000;
/** Of those, the ones of which more is asked than what they say themselves: each is several questions to the database. */
const MOST_LOOKED_UP = 1_000;

/**
 * Who would have come in by how an automation starts, had it been live all along; null: nobody can tell, for a call or a
 * person's decision begins with the future. A where-clause is asked of each event as the router would have asked it then.
 */
export async function whoQualifies(
  manager: EntityManager,
  organizationId: string,
  { steps, trigger }: Pick<Definition, 'steps' | 'trigger'>,
  courseId: string | null,
): Promise<AdmissionWho | null> {
  const step = steps[trigger];
  if (step?.kind !== 'trigger') return null;
  const { on } = step.config;
  if (on.kind === 'segment') return { kind: 'segment', segmentId: on.segment };
  if (on.kind === 'enrolled') return courseId === null ? null : { kind: 'roster' };
  if (on.kind !== 'event') return null;
  if (on.where === undefined) return { kind: 'happened', event: on.event };
  const userIds = await whomItLetsIn(manager, organizationId, { event: on.event, where: on.where }, courseId);
  return userIds && { kind: 'people', userIds };
}

/** The people of at least one event that is let in, in the order in which that came about; null: too many to look at. */
async function whomItLetsIn(
  manager: EntityManager,
  organizationId: string,
  { event, where }: { event: string; where: string },
  courseId: string | null,
): Promise<string[] | null> {
  const events = await manager.query<PersonalEvent[]>(
    `SELECT d.organization_id AS "organizationId", d.user_id AS "userId", d.enrollment_id AS "enrollmentId",
            d.course_id AS "courseId", d.type, d.data, d.occurred_at AS "occurredAt"
       FROM domain_events d JOIN memberships m ON m.organization_id = $1 AND m.user_id = d.user_id
      WHERE d.organization_id = $1 AND d.type = $2 AND ($3::uuid IS NULL OR d.course_id IS NULL OR d.course_id = $3)
      ORDER BY d.occurred_at, d.user_id LIMIT ${MOST_EVENTS + 1}`,
    [organizationId, event, courseId],
  );
  if (events.length > MOST_EVENTS) return null;
  const qualified = new Set<string>();
  const ofPerson = asksOfPerson(where);
  let lookedUp = 0;
  for (const happened of events) {
    if (qualified.has(happened.userId)) continue;
    const placeless = courseId !== null && happened.courseId === null;
    if ((ofPerson || placeless) && ++lookedUp > MOST_LOOKED_UP) return null;
    if (await qualifies(manager, where, happened, courseId)) qualified.add(happened.userId);
  }
  return [...qualified];
}

/** Whether the clause asks for more than an event says: the same for all of them. */
function asksOfPerson(where: string): boolean {
  try {
    return evaluateOfEvent(where, {}) === null;
  } catch (error) {
    // It asks for something that this event of nothing does not say, or cannot be read at all.
    if (error instanceof ConditionFailedError) return false;
    throw error;
  }
}

/** What cannot be worked out of an event lets nobody in by it. */
async function qualifies(
  manager: EntityManager,
  where: string,
  event: PersonalEvent,
  courseId: string | null,
): Promise<boolean> {
  const subject = await subjectOfEvent(manager, event, courseId);
  if (subject === null) return false;
  try {
    return await letsIn(manager, where, event, subject);
  } catch (error) {
    if (error instanceof ConditionFailedError) return false;
    throw error;
  }
}
