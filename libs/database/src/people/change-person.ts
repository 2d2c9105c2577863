import type { EntityManager } from 'typeorm';
import type { FieldType, FieldValue } from '@gradus/flow';
import { recordEvent } from '../events/record-event.ts';

/** A person as one school knows them. */
export interface SchoolPerson {
  organizationId: string;
  userId: string;
}

/** Who changes something about a person, and when it counts from (left out: now). */
export interface ChangeOrigin {
  by?: string;
  runId?: string;
  at?: Date;
}

/**
 * Locks what a school knows of a person. Turns decide by it under the lock of the enrollment (or, without one, of the
 * membership), so whoever changes it from outside takes all of them first: no turn overlooks what was there in time.
 */
export async function lockPerson(
  manager: EntityManager,
  { organizationId, userId }: SchoolPerson,
): Promise<boolean> {
  const members = await lockMembership(manager, { organizationId, userId });
  await manager.query(
    `SELECT 1 FROM enrollments WHERE organization_id = $1 AND user_id = $2 ORDER BY id FOR NO KEY UPDATE`,
    [organizationId, userId],
  );
  return members;
}

/** The lock under which a run that belongs to no enrollment decides. False: the person is not of this school. */
export async function lockMembership(
  manager: EntityManager,
  { organizationId, userId }: SchoolPerson,
): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM memberships WHERE organization_id = $1 AND user_id = $2 FOR NO KEY UPDATE`,
    [organizationId, userId],
  );
  return rows.length > 0;
}

/**
 * Puts a tag on a person and records it. False: it was on at that moment, or a late turn found that it was put on later
 * and only moved that forward.
 */
export async function addTag(
  manager: EntityManager,
  person: SchoolPerson,
  tag: string,
  { by, runId, at }: ChangeOrigin,
): Promise<boolean> {
  if (at && (await wasOnOrCameLater(manager, person, tag, at))) return false;
  const [row] = await manager.query<Array<{ id: string; added_at: Date }>>(
    `INSERT INTO person_tags (organization_id, user_id, tag, added_at, added_by, added_by_run)
     VALUES ($1, $2, $3, COALESCE($4, clock_timestamp()), $5, $6)
     ON CONFLICT (organization_id, user_id, tag) WHERE removed_at IS NULL DO NOTHING
     RETURNING id, added_at`,
    [person.organizationId, person.userId, tag, at ?? null, by ?? null, runId ?? null],
  );
  if (!row) return false;
  await recordEvent(manager, {
    ...person,
    type: 'tag.added',
    key: `tag.added:${row.id}`,
    data: { tag },
    occurredAt: row.added_at,
  });
  return true;
}

async function wasOnOrCameLater(
  manager: EntityManager,
  { organizationId, userId }: SchoolPerson,
  tag: string,
  at: Date,
): Promise<boolean> {
  const [rows] = await manager.query<[unknown[], number]>(
    `UPDATE person_tags SET added_at = LEAST(added_at, $4)
      WHERE id = (SELECT id FROM person_tags
                   WHERE organization_id = $1 AND user_id = $2 AND tag = $3 AND (removed_at IS NULL OR removed_at > $4)
                   ORDER BY added_at LIMIT 1) RETURNING id`,
    [organizationId, userId, tag, at],
  );
  return rows.length > 0;
}

/** Takes a tag off a person and records it. False: it was not on. */
export async function removeTag(
  manager: EntityManager,
  person: SchoolPerson,
  tag: string,
  { by, runId, at }: ChangeOrigin,
): Promise<boolean> {
  const [rows] = await manager.query<[Array<{ id: string; removed_at: Date }>, number]>(
    `UPDATE person_tags SET removed_at = COALESCE($4, clock_timestamp()), removed_by = $5, removed_by_run = $6
      WHERE organization_id = $1 AND user_id = $2 AND tag = $3
        AND added_at <= COALESCE($4, clock_timestamp()) AND (removed_at IS NULL OR removed_at > $4)
      RETURNING id, removed_at`,
    [person.organizationId, person.userId, tag, at ?? null, by ?? null, runId ?? null],
  );
  const [row] = rows;
  if (!row) return false;
  return recordEvent(manager, {
    ...person,
    type: 'tag.removed',
    key: `tag.removed:${row.id}`,
    data: { tag },
    occurredAt: row.removed_at,
  });
}

/**
 * Sets a field of a person (null: takes it away) and records it; the event names the field, never what is in it. False:
 * it was so already.
 */
export async function setField(
  manager: EntityManager,
  person: SchoolPerson,
  field: { name: string; type: FieldType; value: FieldValue | null },
  { by, runId, at }: ChangeOrigin,
): Promise<boolean> {
  const value = field.value === null ? null : JSON.stringify(field.value);
  const [row] = await manager.query<Array<{ id: string; set_at: Date }>>(
    `INSERT INTO person_fields (organization_id, user_id, field, type, value, set_at, set_by, set_by_run)
     SELECT $1, $2, $3::varchar, $4::varchar, $5::jsonb, COALESCE($6, clock_timestamp()), $7, $8
      WHERE $5::jsonb IS DISTINCT FROM
            (SELECT f.value FROM person_fields f
              WHERE f.organization_id = $1 AND f.user_id = $2 AND f.field = $3
                AND f.set_at <= COALESCE($6, clock_timestamp())
              ORDER BY f.set_at DESC, f.created_at DESC LIMIT 1)
     RETURNING id, set_at`,
    [
      person.organizationId,
      person.userId,
      field.name,
      field.type,
      value,
      at ?? null,
      by ?? null,
      runId ?? null,
    ],
  );
  if (!row) return false;
  await recordEvent(manager, {
    ...person,
    type: 'field.changed',
    key: `field.changed:${row.id}`,
    data: { field: field.name },
    occurredAt: row.set_at,
  });
  return true;
}
