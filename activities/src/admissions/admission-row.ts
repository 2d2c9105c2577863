import type { AdmissionState } from '@gradus/contracts';
import type { DataSource } from 'typeorm';

/** An admission as its process sees it. */
export interface AdmissionAtWork {
  id: string;
  organizationId: string;
  automationId: string;
  state: AdmissionState;
  mode: 'run' | 'mark';
  ratePerMinute: number;
  createdAt: Date;
}

/** Reads an admission. @throws when there is none */
export async function readAdmission(dataSource: DataSource, admissionId: string): Promise<AdmissionAtWork> {
  const [row] = await dataSource.query<AdmissionAtWork[]>(
    `SELECT id, organization_id AS "organizationId", automation_id AS "automationId", state, mode,
            rate_per_minute AS "ratePerMinute", created_at AS "createdAt" FROM admissions WHERE id = $1`,
    [admissionId],
  );
  if (!row) throw new Error(`No admission ${admissionId}.`);
  return row;
}
