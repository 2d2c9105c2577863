import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One order given to many; automations that are paused as a whole; runs that take the place of one that has ended. */
export class BulkOperations1764480000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const STATEMENTS: string[] = [
  `CREATE TABLE "bulk_operations" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "automation_id" uuid, "purpose" character varying(10) NOT NULL DEFAULT 'order', "given" jsonb NOT NULL, "target" jsonb NOT NULL, "state" character varying(10) NOT NULL DEFAULT 'open', "rate_per_second" integer NOT NULL, "window_size" integer NOT NULL DEFAULT '100', "occasion" character varying(120) NOT NULL, "requested_by" uuid, "reason" character varying(500) NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "chosen_at" TIMESTAMP WITH TIME ZONE, "ended_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_1809d3916de887ac1c2db1eb157" PRIMARY KEY ("id"))`,
  `CREATE UNIQUE INDEX "IDX_d2b63eec74603989d1cc261355" ON "bulk_operations" ("organization_id", "occasion")`,
  `CREATE INDEX "IDX_ecc8223293ea7812945d68f476" ON "bulk_operations" ("organization_id", "created_at")`,
  `CREATE TABLE "bulk_items" ("operation_id" uuid NOT NULL, "seq" integer NOT NULL, "organization_id" uuid NOT NULL, "kind" character varying(10) NOT NULL, "subject_id" uuid NOT NULL, "run_id" uuid, "step_id" character varying(64), "visit" integer, "seen_deadline" TIMESTAMP WITH TIME ZONE, "state" character varying(12) NOT NULL DEFAULT 'waiting', "detail" character varying(500) NOT NULL DEFAULT '', "sent_at" TIMESTAMP WITH TIME ZONE, "settled_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_281c66991d850e056842ee31aac" PRIMARY KEY ("operation_id", "seq"))`,
  `CREATE INDEX "IDX_bfc2f6ceb3dc7d929fe453c42d" ON "bulk_items" ("operation_id", "state", "seq")`,
  `ALTER TABLE "automations" ADD "paused_how" character varying(12)`,
  `ALTER TABLE "automations" ADD "paused_at" TIMESTAMP WITH TIME ZONE`,
  `ALTER TABLE "automations" ADD "paused_by" uuid`,
  `ALTER TABLE "runs" ADD "restart_of" uuid`,
  `ALTER TABLE "automations" ADD CONSTRAINT "FK_7cce861d3b9de6a495b4010adbc" FOREIGN KEY ("paused_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "runs" ADD CONSTRAINT "FK_5b25174443ea0250ae595f0551b" FOREIGN KEY ("restart_of") REFERENCES "runs"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "bulk_operations" ADD CONSTRAINT "FK_0db7c307df38aa19d42473848d8" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "bulk_operations" ADD CONSTRAINT "FK_c874b5cb555253f572df91f7b47" FOREIGN KEY ("automation_id") REFERENCES "automations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "bulk_operations" ADD CONSTRAINT "FK_9b35f75bec6f36d32ac126e0a5f" FOREIGN KEY ("requested_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "bulk_items" ADD CONSTRAINT "FK_7633cd8c7d3b8df63b8bfc41582" FOREIGN KEY ("operation_id") REFERENCES "bulk_operations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "bulk_items" ADD CONSTRAINT "FK_30ed388269a79387bd19dee0bf7" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "bulk_items" ADD CONSTRAINT "FK_61a13933db80b64b2b95757fe12" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];
