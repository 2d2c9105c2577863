import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Segments: who belongs to an audience, worked out on events and every night. */
export class Segments1764472000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const STATEMENTS: string[] = [
  `CREATE TABLE "segments" ("id" uuid NOT NULL, "organization_id" uuid NOT NULL, "name" character varying(120) NOT NULL, "audience" jsonb NOT NULL, "listens" text array NOT NULL, "created_by" uuid, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "evaluated_at" TIMESTAMP WITH TIME ZONE, "next_full_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "archived_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_beff1eec19679fe8ad4f291f04e" PRIMARY KEY ("id"))`,
  `CREATE INDEX "IDX_1b91fc6ea296cfa1170926d10a" ON "segments" ("next_full_at") WHERE "archived_at" IS NULL`,
  `CREATE UNIQUE INDEX "IDX_44ea844806d930d1fe921e905f" ON "segments" ("organization_id", "name") WHERE "archived_at" IS NULL`,
  `CREATE TABLE "segment_members" ("segment_id" uuid NOT NULL, "user_id" uuid NOT NULL, "organization_id" uuid NOT NULL, "entries" integer NOT NULL DEFAULT '1', "entered_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "left_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_3f449dbbae606d3207ce0ec7698" PRIMARY KEY ("segment_id", "user_id"))`,
  `CREATE INDEX "IDX_073afca66c1fa7bcfe8f705635" ON "segment_members" ("user_id")`,
  `CREATE INDEX "IDX_f203f83bce936bc90d678714a5" ON "segment_members" ("segment_id", "entered_at") WHERE "left_at" IS NULL`,
  `CREATE TABLE "segment_checks" ("id" BIGSERIAL NOT NULL, "organization_id" uuid NOT NULL, "user_id" uuid NOT NULL, CONSTRAINT "PK_e5fa223aa07ff2953ecddfc6417" PRIMARY KEY ("id"))`,
  `CREATE INDEX "IDX_5e1b35908d69551ff1e02bef02" ON "segment_checks" ("organization_id", "user_id")`,
  `ALTER TABLE "segments" ADD CONSTRAINT "FK_fc9631d0b00dc5fb3aeca139eab" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "segments" ADD CONSTRAINT "FK_e8861755c92c5cc5a23cfc0a955" FOREIGN KEY ("created_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "segment_members" ADD CONSTRAINT "FK_017c61b1015accf182fcc608928" FOREIGN KEY ("segment_id") REFERENCES "segments"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "segment_members" ADD CONSTRAINT "FK_073afca66c1fa7bcfe8f705635f" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "segment_members" ADD CONSTRAINT "FK_ef9b82a7953311058823ae4bf6f" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "segment_checks" ADD CONSTRAINT "FK_03e960cd5d6a74293f21a45d206" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "segment_checks" ADD CONSTRAINT "FK_283df71dad65172c44a87b1cba3" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];
