import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom the school has erased: kept, with ids only, so that a restored backup can be made to forget them again. */
export class Erasures1764510004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const STATEMENTS: string[] = [
  `CREATE TABLE "erasures" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL, "user_id" uuid NOT NULL, "requested_by" uuid, "requested_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "applied_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "UQ_3d5959c8eb917a502282d1144aa" UNIQUE ("user_id"), CONSTRAINT "PK_4f2c0a9f8284d4e1906cb029caf" PRIMARY KEY ("id"))`,
  `ALTER TABLE "erasures" ADD CONSTRAINT "FK_288cb968c5b4fad3643f1ce1816" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "erasures" ADD CONSTRAINT "FK_3d5959c8eb917a502282d1144aa" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
  `ALTER TABLE "erasures" ADD CONSTRAINT "FK_e84d523d35582968aac1aacaf34" FOREIGN KEY ("requested_by") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
];
