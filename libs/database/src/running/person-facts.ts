import type { EntityManager } from 'typeorm';
import type { Facts, Instant } from '@gradus/flow';
import {
  type MoneyRows,
  ZONE_CHANGES,
  type ZoneChangeRow,
  moneyColumn,
  moneyFactsOf,
  readFacts,
  readFactsOfMany,
  zoneChangesOf,
} from '../learning/read-facts.ts';
import { PERSON_COLUMNS, type PersonColumns, personFactsOf } from '../people/person-facts.ts';
import type { RunClock } from './run-clock.ts';

/** Whom a run is about: a person, and the enrollment it belongs to, if any. */
export interface Subject {
  organizationId: string;
  userId: string;
  enrollmentId: string | null;
}

/**
 * The facts a run may know. One that belongs to no enrollment knows its person's zone, tags and fields, and nothing of courses; its days
 * count from `since`.
 */
export async function readSubjectFacts(
  manager: EntityManager,
  subject: Subject,
  clock: RunClock,
  since: Instant,
): Promise<Facts> {
  if (subject.enrollmentId) return readFacts(manager, subject.enrollmentId, clock);
  const [row] = await manager.query<
    [
      PersonColumns & {
        money: MoneyRows;
        learner_zone: string;
        zone_changes: ZoneChangeRow[] | null;
        school_zone: string;
      },
    ]
  >(
    `SELECT u.time_zone AS learner_zone, ${ZONE_CHANGES}, o.time_zone AS school_zone, ${PERSON_COLUMNS}, ${moneyColumn(null)}
       FROM users u, organizations o
      WHERE u.id = $1 AND o.id = $2`,
    [subject.userId, subject.organizationId],
  );
  return {
    personId: subject.userId,
    learnerZone: row.learner_zone,
    ...zoneChangesOf(row.zone_changes, clock),
    schoolZone: row.school_zone,
    enrolledAt: since,
    activatedAt: null,
    completedAt: null,
    modules: [],
    credential: { issuedAt: null, failedAt: null },
    ...moneyFactsOf(row.money, clock),
    person: personFactsOf(row, (time) => clock.toVirtual(new Date(time))),
  };
}

/** The same for many runs, in their order: those that belong to an enrollment are read by one statement. */
export async function readFactsOfSubjects(
  manager: EntityManager,
  runs: ReadonlyArray<{ subject: Subject; clock: RunClock; since: Instant }>,
): Promise<Facts[]> {
  const enrollmentIds = new Set(runs.flatMap(({ subject }) => subject.enrollmentId ?? []));
  const known = await readFactsOfMany(manager, [...enrollmentIds]);
  const read: Facts[] = [];
  for (const { subject, clock, since } of runs) {
    const factsOn = known.get(subject.enrollmentId ?? '');
    read.push(factsOn ? factsOn(clock) : await readSubjectFacts(manager, subject, clock, since));
  }
  return read;
}
