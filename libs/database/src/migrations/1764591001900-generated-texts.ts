import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Texts that steps had written, with what somebody decided about them. */
export class GeneratedTexts1764591001900 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "generated_texts" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "run_id" uuid NOT NULL, "step_id" character varying(64) NOT NULL, "visit" integer NOT NULL, "user_id" uuid NOT NULL, "name" character varying(40) NOT NULL, "text_cipher" bytea NOT NULL, "model" character varying(255) NOT NULL, "state" character varying(10) NOT NULL, "edited" boolean NOT NULL DEFAULT false, "written_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), CONSTRAINT "generated_texts_key" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX "IDX_c4ac6913dafd3905e76f1d760c" ON "generated_texts" ("run_id", "step_id", "visit")`,
    );
    for (const [column, table, name] of [
      ['organization_id', 'organizations', 'FK_89090ecf2999f132540ced45a61'],
      ['run_id', 'runs', 'FK_f7f4041290ca8cdd908a26f4641'],
      ['user_id', 'users', 'FK_69120d48c6fb0856c0e844daaa3'],
    ])
      await runner.query(
        `ALTER TABLE "generated_texts" ADD CONSTRAINT "${name}" FOREIGN KEY ("${column}") REFERENCES "${table}"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
      );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
