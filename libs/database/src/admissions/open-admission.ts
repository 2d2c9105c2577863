import type { EntityManager } from 'typeorm';
import type { AdmissionWho } from '@gradus/contracts';
import { openProcess } from '../running/open-process.ts';
import { subjectsOf } from './subjects-of.ts';

export interface NewAdmission {
  organizationId: string;
  automationId: string;
  /** The automation's course, if it has one. */
  courseId: string | null;
  who: AdmissionWho;
  cause: 'by-hand' | 'backfill' | 'schedule';
  /** The same occasion of an automation is the same admission. At most 120 signs. */
  occasion: string;
  mode: 'run' | 'mark';
  ratePerMinute: number;
  requestedBy: string | null;
  reason: string;
}

/**
 * Writes an admission with everybody it is about and its process, in the caller's transaction; after the commit ring the
 * process (`admitPeople`). Who is chosen is settled now: whoever qualifies later is not in it.
 */
export async function openAdmission(
  manager: EntityManager,
  admission: NewAdmission,
): Promise<{ admissionId: string; processId: string }> {
  const { admissionId } = await writeAdmission(manager, admission);
  const processId = await openProcess(manager, {
    organizationId: admission.organizationId,
    kind: 'admitPeople',
    subjectId: admissionId,
    simulated: false,
  });
  return { admissionId, processId };
}

/** The rows alone, for who lets the people in themselves. `fresh`: this occasion had none before. */
export async function writeAdmission(
  manager: EntityManager,
  admission: NewAdmission,
): Promise<{ admissionId: string; fresh: boolean }> {
  const [added] = await manager.query<Array<{ id: string }>>(
    `INSERT INTO admissions (organization_id, automation_id, cause, occasion, mode, rate_per_minute, requested_by, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (automation_id, occasion) DO NOTHING RETURNING id`,
    [
      admission.organizationId,
      admission.automationId,
      admission.cause,
      admission.occasion,
      admission.mode,
      admission.ratePerMinute,
      admission.requestedBy,
      admission.reason,
    ],
  );
  if (!added) return { admissionId: await knownAdmission(manager, admission), fresh: false };
  await writeItems(manager, added.id, admission);
  return { admissionId: added.id, fresh: true };
}

async function writeItems(
  manager: EntityManager,
  admissionId: string,
  admission: NewAdmission,
): Promise<void> {
  const { organizationId, courseId, who } = admission;
  const { sql, parameters } = subjectsOf(who, organizationId, courseId);
  await manager.query(
    `INSERT INTO admission_items (admission_id, seq, organization_id, user_id, enrollment_id, label)
     SELECT $${parameters.length + 1}::uuid, row_number() OVER (), $1, s.user_id, s.enrollment_id, s.label
       FROM (${sql}) AS s`,
    [...parameters, admissionId],
  );
}

async function knownAdmission(manager: EntityManager, admission: NewAdmission): Promise<string> {
  const [row] = await manager.query<[{ id: string }]>(
    'SELECT id FROM admissions WHERE automation_id = $1 AND occasion = $2',
    [admission.automationId, admission.occasion],
  );
  return row.id;
}
