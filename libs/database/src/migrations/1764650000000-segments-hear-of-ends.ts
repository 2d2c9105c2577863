import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Segments that ask about a place, a certificate or a payment hear at once when that ends: access that is taken away, a
 * certificate that is revoked, money that is given back. Until now they found it in the night that followed.
 */
export class SegmentsHearOfEnds1764650000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(HEAR);
  }

  /** Forward only: going back is restoring a backup. */
  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only; restore a backup instead.'));
  }
}

/** What each of these hears of already, and the end of it. */
const HEAR = `
WITH more(has, hears) AS (VALUES
  ('enrollment.activated', 'enrollment.revoked'),
  ('credential.issued', 'credential.revoked'),
  ('payment.succeeded', 'payment.refunded'))
UPDATE segments s SET listens = (
  SELECT array_agg(DISTINCT type ORDER BY type)
    FROM (SELECT unnest(s.listens) AS type UNION SELECT more.hears FROM more WHERE more.has = ANY(s.listens)) AS heard)
 WHERE EXISTS (SELECT 1 FROM more WHERE more.has = ANY(s.listens) AND NOT more.hears = ANY(s.listens))`;
