import type { MigrationInterface, QueryRunner } from 'typeorm';

// prettier-ignore
const STATEMENTS = [
  `ALTER TABLE "enrollments" ADD "ended_by_staff" boolean NOT NULL DEFAULT false`,
  // What was ended by hand until now, as the audit log tells, unless it was lost for another reason since.
  `UPDATE "enrollments" e SET "ended_by_staff" = true WHERE e."state" = 'revoked' AND EXISTS (
     SELECT 1 FROM "audit_log" a WHERE a."organization_id" = e."organization_id" AND a."subject_id" = e."id"::text
        AND a."action" = 'enrollment.end-access' AND left(a."reason", 200) = e."ended_reason")`,
];

/** A place that staff have ended is told from one that was lost otherwise. */
export class EndedByStaff1764599001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
