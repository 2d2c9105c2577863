import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Calls to other systems: where they may go, the keys that sign them, and what each says. */
export class OutsideCalls1764540000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const STATEMENTS: string[] = [
  `CREATE TABLE "egress_hosts" ("organization_id" uuid NOT NULL, "host" character varying(253) NOT NULL, "added_by" uuid, "added_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_95757990a7c5b1dc6ecd5778b11" PRIMARY KEY ("organization_id", "host"))`,
  `CREATE TABLE "signing_keys" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "automation_id" uuid, "direction" character varying(3) NOT NULL, "key_id" character varying(40) NOT NULL, "wrapped_by" character varying(80) NOT NULL, "sealed" bytea NOT NULL, "created_by" uuid, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "retires_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_ab7d78cf6e61dc3904133b4cd55" PRIMARY KEY ("id"))`,
  `CREATE INDEX "IDX_5dd05de86403f4c6dc1d3cc2da" ON "signing_keys"  ("organization_id", "automation_id", "direction") `,
  `CREATE TABLE "outside_calls" ("effect_id" uuid NOT NULL, "try" integer NOT NULL, "organization_id" uuid NOT NULL, "user_id" uuid NOT NULL, "url" character varying(1000) NOT NULL, "body" bytea NOT NULL, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), CONSTRAINT "PK_6585997c4d0e2114cd3fa220f33" PRIMARY KEY ("effect_id", "try"))`,
  `ALTER TABLE "effects" ADD "given" jsonb`,
  `ALTER TABLE "egress_hosts" ADD CONSTRAINT "FK_c990f61c691f7e0b2c0db88cb26" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "egress_hosts" ADD CONSTRAINT "FK_8aa039cea909de735fceb9eb12b" FOREIGN KEY ("added_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "signing_keys" ADD CONSTRAINT "FK_15bcc39d0c1055846f20dac1204" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "signing_keys" ADD CONSTRAINT "FK_2167683498e23ab0fbac3489cb5" FOREIGN KEY ("automation_id") REFERENCES "automations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "signing_keys" ADD CONSTRAINT "FK_5d0b7415cba74a0093b50fc4d27" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "outside_calls" ADD CONSTRAINT "FK_c310bed4b8d0d56dada14b254b3" FOREIGN KEY ("effect_id") REFERENCES "effects"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "outside_calls" ADD CONSTRAINT "FK_9388231d12ea7400938a76e35a4" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "outside_calls" ADD CONSTRAINT "FK_ae66177ed7ffb4c442b7d20fbe0" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];
