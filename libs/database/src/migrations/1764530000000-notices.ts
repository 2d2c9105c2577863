import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages that are shown in-app: the channel of each, and what was shown to whom; and when a message was let past the cap. */
export class Notices1764530000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

// prettier-ignore
const STATEMENTS: string[] = [
  `CREATE TABLE "notices" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "user_id" uuid NOT NULL, "message_id" uuid NOT NULL, "content_cipher" bytea NOT NULL, "shown_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "read_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "UQ_2a48fd1844b19014cba797f9462" UNIQUE ("message_id"), CONSTRAINT "PK_3eb18c29da25d6935fcbe584237" PRIMARY KEY ("id"))`,
  `CREATE INDEX "IDX_5d8d8d9e2713861b8988e8cf87" ON "notices" ("organization_id", "user_id") WHERE "read_at" IS NULL`,
  `CREATE INDEX "IDX_c326de2e21ce7262d45b307720" ON "notices" ("organization_id", "user_id", "shown_at")`,
  `ALTER TABLE "messages" ADD "channel" character varying(6) NOT NULL DEFAULT 'mail'`,
  `ALTER TABLE "messages" ADD "counted_at" TIMESTAMP WITH TIME ZONE`,
  `ALTER TABLE "notices" ADD CONSTRAINT "FK_08cb514c213ee8a403125e954ce" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "notices" ADD CONSTRAINT "FK_b63e8dcd3d13a55e8099bfee902" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "notices" ADD CONSTRAINT "FK_2a48fd1844b19014cba797f9462" FOREIGN KEY ("message_id") REFERENCES "messages"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];
