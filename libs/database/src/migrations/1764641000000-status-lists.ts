import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where outside verifiers read whether a credential was revoked. Those issued before have no place and stay as they are. */
export class StatusLists1764641000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "status_lists" ("id" uuid NOT NULL DEFAULT gen_random_uuid(), "organization_id" uuid NOT NULL,
        "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_adc0737adaeb00543ac6839cc2b" PRIMARY KEY ("id"))`,
    );
    await runner.query(
      'CREATE INDEX "IDX_adf03428b7339d3ef495d5e158" ON "status_lists" ("organization_id", "created_at")',
    );
    await runner.query(
      `ALTER TABLE "status_lists" ADD CONSTRAINT "FK_d7a43202db8cc24fadffa34c199" FOREIGN KEY ("organization_id")
        REFERENCES "organizations"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
    await runner.query('ALTER TABLE "credentials" ADD "status_list_id" uuid');
    await runner.query('ALTER TABLE "credentials" ADD "status_index" integer');
    await runner.query(
      `CREATE UNIQUE INDEX "IDX_47ca831dbdfd3da7ba4919c5ee" ON "credentials" ("status_list_id", "status_index")
        WHERE status_list_id IS NOT NULL`,
    );
    await runner.query(
      `ALTER TABLE "credentials" ADD CONSTRAINT "FK_55baa6ddbc50792858f7679b434" FOREIGN KEY ("status_list_id")
        REFERENCES "status_lists"("id") ON DELETE NO ACTION ON UPDATE NO ACTION`,
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}
