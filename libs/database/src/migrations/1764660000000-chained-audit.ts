import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Entries of the audit log are chained: each has a place and a link that covers it and all before it. Nobody changes or takes
 * out an entry by accident any more; whoever does it on purpose breaks the chain.
 */
export class ChainedAudit1764660000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "audit_log" ADD "chain_position" bigint, ADD "chain_hash" bytea');
    await runner.query(
      'CREATE UNIQUE INDEX "audit_log_chain" ON "audit_log" ("organization_id", "chain_position") WHERE chain_position IS NOT NULL',
    );
    await runner.query(
      'CREATE INDEX "audit_log_unchained" ON "audit_log" ("organization_id", "seq") WHERE chain_position IS NULL',
    );
    await runner.query(ONLY_ADDED_TO);
    await runner.query(
      'CREATE TRIGGER "audit_log_only_added_to" BEFORE UPDATE OR DELETE ON "audit_log" FOR EACH ROW EXECUTE FUNCTION audit_log_only_added_to()',
    );
    await runner.query(
      'CREATE TRIGGER "audit_log_not_emptied" BEFORE TRUNCATE ON "audit_log" EXECUTE FUNCTION audit_log_only_added_to()',
    );
    await runner.query(
      'ALTER TABLE "number_checks" ADD "audit_entries" integer, ADD "audit_head" bytea, ADD "audit_broken_at" integer',
    );
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

/** An entry gets its link once; that is all that ever happens to it. */
const ONLY_ADDED_TO = `
CREATE FUNCTION audit_log_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    RAISE EXCEPTION 'The audit log is only added to.';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.chain_position IS NULL
     AND to_jsonb(NEW) - 'chain_position' - 'chain_hash' = to_jsonb(OLD) - 'chain_position' - 'chain_hash' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The audit log is only added to: entry % stays as it is.', OLD.id;
END $$`;
