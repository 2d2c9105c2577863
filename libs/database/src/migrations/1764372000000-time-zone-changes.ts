import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People's moves to other zones, dated. Where nobody moved yet there is nothing to bring over. */
export class TimeZoneChanges1764372000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE "time_zone_changes" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "user_id" uuid NOT NULL, "from_zone" character varying(64) NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_8f6f01585c78617e6898d34296d" PRIMARY KEY ("id"))',
    );
    await runner.query(
      'CREATE INDEX "IDX_7c0e75c676362b3b505999c033" ON "time_zone_changes" ("user_id", "at")',
    );
    await runner.query(
      'ALTER TABLE "time_zone_changes" ADD CONSTRAINT "FK_bfb93de0e170fe926c3ba852492" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE NO ACTION',
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
