import type { MigrationInterface, QueryRunner } from 'typeorm';

// prettier-ignore
const STATEMENTS = [
  `CREATE TABLE "person_tags" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "user_id" uuid NOT NULL, "tag" character varying(40) NOT NULL, "added_at" TIMESTAMP WITH TIME ZONE NOT NULL, "added_by" uuid, "added_by_run" uuid, "removed_at" TIMESTAMP WITH TIME ZONE, "removed_by" uuid, "removed_by_run" uuid, CONSTRAINT "PK_8d5d869558e9cf55e0f18a4082b" PRIMARY KEY ("id"))`,
  `CREATE INDEX "IDX_d1b2e6e714095e0a9c393dceb0" ON "person_tags"  ("organization_id", "tag") WHERE "removed_at" IS NULL`,
  `CREATE INDEX "IDX_3cd8e70e36feaa78e03c898045" ON "person_tags"  ("organization_id", "user_id") `,
  `CREATE UNIQUE INDEX "IDX_620c60eb53a8a5afd7150405a3" ON "person_tags"  ("organization_id", "user_id", "tag") WHERE "removed_at" IS NULL`,
  `CREATE TABLE "person_fields" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "user_id" uuid NOT NULL, "field" character varying(40) NOT NULL, "type" character varying(10) NOT NULL, "value" jsonb, "set_at" TIMESTAMP WITH TIME ZONE NOT NULL, "set_by" uuid, "set_by_run" uuid, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), CONSTRAINT "PK_a5bd15e9e5d3825a315b534660f" PRIMARY KEY ("id"))`,
  `CREATE INDEX "IDX_00f929727b6ccb77ddeab3ffe9" ON "person_fields"  ("organization_id", "user_id", "field", "set_at") `,
  `ALTER TABLE "person_tags" ADD CONSTRAINT "FK_fc1a8378c9d84897e48cca73f6d" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "person_tags" ADD CONSTRAINT "FK_8405f45930e8dbaa684dc8bb7b3" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "person_tags" ADD CONSTRAINT "FK_0b67cc06b1bd3b37604a5732872" FOREIGN KEY ("added_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "person_tags" ADD CONSTRAINT "FK_d666edeba3fc7fe61f067e7a23c" FOREIGN KEY ("added_by_run") REFERENCES "runs"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "person_tags" ADD CONSTRAINT "FK_b136f9e21884d50f5a95ef41333" FOREIGN KEY ("removed_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "person_tags" ADD CONSTRAINT "FK_434c1743f70bf035a2aa133911e" FOREIGN KEY ("removed_by_run") REFERENCES "runs"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "person_fields" ADD CONSTRAINT "FK_664dabe5916b1fccadb0c1ca9aa" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "person_fields" ADD CONSTRAINT "FK_14f8c9bc5fd6ecf070c1f664066" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "person_fields" ADD CONSTRAINT "FK_4bd48043fd929b2dfb45d713016" FOREIGN KEY ("set_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "person_fields" ADD CONSTRAINT "FK_7b146820365b223b4826625d9a3" FOREIGN KEY ("set_by_run") REFERENCES "runs"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];

/** Dated tags and fields of a person, each school its own. */
export class PersonData1764161000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
