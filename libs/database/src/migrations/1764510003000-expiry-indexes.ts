import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is cleared away by its time is found by it. */
export class ExpiryIndexes1764510003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

const STATEMENTS: string[] = [
  `CREATE INDEX "IDX_08c6501c5dc2d9d64dce38385c" ON "refresh_token_families" ("expires_at")`,
  `CREATE INDEX "IDX_0d750a4fa811d331a4bd011674" ON "email_tokens" ("expires_at")`,
  `CREATE INDEX "IDX_6a3e189ac59d13f22cfad46258" ON "live_tickets" ("expires_at")`,
];
