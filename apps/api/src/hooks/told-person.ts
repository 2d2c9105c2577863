import { type HookOutcome, smallValues, valueAt } from '@gradus/contracts';
import type { StepOf } from '@gradus/flow';
import type { EntityManager } from 'typeorm';

type Start = StepOf<'trigger'>['config']['on'];
/** A start by a webhook. */
export type HookStart = Extract<Start, { kind: 'webhook' }>;

/** What a payload says, and of whom. */
export interface Told {
  outcome: HookOutcome;
  detail: string;
  userId: string | null;
  /** How the person was named, where nobody was found. */
  label: string | null;
  values: Record<string, string | number | boolean>;
}

const unfit = (detail: string): Told => ({ outcome: 'unfit', detail, userId: null, label: null, values: {} });

/** Reads a payload by the places that the start of the automation names. */
export async function readTold(
  manager: EntityManager,
  organizationId: string,
  { person, keep }: HookStart,
  body: Buffer,
): Promise<Told> {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    return unfit('The payload is no JSON.');
  }
  const name = valueAt(json, person.path);
  if ((typeof name !== 'string' && typeof name !== 'number') || String(name).trim() === '')
    return unfit(`The payload names nobody at “${person.path}”.`);
  const label = String(name).trim().slice(0, 255);
  const userId = await find(manager, organizationId, person, label);
  if (userId !== null)
    return { outcome: 'taken', detail: '', userId, label: null, values: smallValues(json, keep) };
  const by = person.by === 'email' ? 'this mail address' : `this “${person.field}”`;
  return { outcome: 'unknown', detail: `Nobody of the school has ${by}.`, userId: null, label, values: {} };
}

async function find(
  manager: EntityManager,
  organizationId: string,
  person: HookStart['person'],
  label: string,
): Promise<string | null> {
  const rows =
    person.by === 'email'
      ? await manager.query<Array<{ id: string }>>(
          `SELECT u.id FROM users u JOIN memberships m ON m.user_id = u.id AND m.organization_id = $1
            WHERE lower(u.email) = lower($2)`,
          [organizationId, label],
        )
      : await manager.query<Array<{ id: string }>>(
          `SELECT now.user_id AS id FROM (
             SELECT DISTINCT ON (f.user_id) f.user_id, f.value FROM person_fields f
              WHERE f.organization_id = $1 AND f.field = $3 AND f.user_id IN (
                SELECT user_id FROM person_fields WHERE organization_id = $1 AND field = $3
                   AND value #>> '{}' = $2)
              ORDER BY f.user_id, f.set_at DESC, f.created_at DESC) now
            WHERE now.value #>> '{}' = $2 LIMIT 2`,
          [organizationId, label, person.field],
        );
  return rows.length === 1 ? rows[0]!.id : null;
}
