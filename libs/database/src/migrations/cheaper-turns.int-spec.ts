import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { type FormerDatabase, createFormerDatabase } from '../testing/former-database.ts';

/** A school from before: the rows that this migration moves must all be there after it. */
describe('a database that ran before its turns were cheap', () => {
  let database: FormerDatabase;
  let before: DataSource;
  beforeAll(async () => {
    database = await createFormerDatabase('CheaperTurns1764580000000');
    before = database.dataSource;
    await before.query(FORMER_ROWS);
    await database.migrate('CheaperTurns1764580000000');
  });
  afterAll(() => database.drop());

  it('tells the same story line by line', async () => {
    const rows = await before.query('SELECT seq, type, step_id, at, data FROM run_events ORDER BY seq');
    expect(rows).toEqual([
      {
        seq: 1,
        type: 'entered',
        step_id: 'start',
        at: new Date('2026-03-29T00:30:00.123Z'),
        data: { visit: 1 },
      },
      { seq: 2, type: 'finished', step_id: null, at: new Date('2026-03-29T01:30:00Z'), data: {} },
    ]);
  });

  it('knows when its runs are due, which mail is to go out, and what ops have to look at', async () => {
    const rows = await before.query(
      `SELECT (SELECT count(*)::int FROM run_wakes) AS wakes,
              (SELECT array_agg(m.key) FROM due_messages d JOIN messages m ON m.id = d.message_id) AS due,
              (SELECT array_agg(m.key) FROM troubled_messages t JOIN messages m ON m.id = t.message_id) AS troubled,
              (SELECT array_agg(m.key) FROM untold_messages u JOIN messages m ON m.id = u.message_id) AS untold`,
    );
    expect(rows).toEqual([{ wakes: 1, due: ['planned'], troubled: ['refused'], untold: ['refused'] }]);
  });

  it('notes when a run or a mail is due although what was noted before is gone', async () => {
    await before.query('DELETE FROM run_wakes');
    await before.query(`UPDATE runs SET wake_at = wake_at + interval '1 hour'`);
    await before.query('DELETE FROM due_messages');
    await before.query(`UPDATE messages SET next_attempt_at = '2029-01-01' WHERE key = 'planned'`);
    const rows = await before.query(
      `SELECT (SELECT count(*)::int FROM run_wakes w JOIN runs r ON r.id = w.run_id AND r.wake_at = w.wake_at) AS wakes,
              (SELECT array_agg(m.key) FROM due_messages d JOIN messages m ON m.id = d.message_id) AS due`,
    );
    expect(rows).toEqual([{ wakes: 1, due: ['planned'] }]);
  });

  it('follows what happens to a message from then on', async () => {
    await before.query(`UPDATE messages SET held_at = now() WHERE key = 'planned'`);
    await before.query(`UPDATE messages SET state = 'planned', settled_at = NULL WHERE key = 'refused'`);
    const due = () =>
      before.query(`SELECT m.key FROM due_messages d JOIN messages m ON m.id = d.message_id ORDER BY 1`);
    expect(await due()).toEqual([{ key: 'refused' }]);
    await before.query(
      `UPDATE messages SET held_at = NULL, next_attempt_at = '2030-01-01' WHERE key = 'planned'`,
    );
    await before.query(`UPDATE messages SET state = 'claimed' WHERE key = 'planned'`);
    expect(await due()).toEqual([{ key: 'planned' }, { key: 'refused' }]);
    await before.query(`DELETE FROM messages WHERE key = 'planned'`);
    await before.query(
      `UPDATE messages SET state = 'done', problem_code = NULL, settled_at = now(), fed_at = now()`,
    );
    const rows = await before.query(
      `SELECT (SELECT count(*)::int FROM due_messages) AS due, (SELECT count(*)::int FROM troubled_messages) AS troubled,
              (SELECT count(*)::int FROM untold_messages) AS untold`,
    );
    expect(rows).toEqual([{ due: 0, troubled: 0, untold: 0 }]);
  });
});

const FORMER_ROWS = `
WITH school AS (INSERT INTO organizations (slug, name, time_zone) VALUES ('old', 'Old School', 'UTC') RETURNING id),
person AS (INSERT INTO users (email, password_hash, name, time_zone) VALUES ('a@example.org', '-', 'Ada', 'UTC') RETURNING id),
automation AS (
  INSERT INTO automations (organization_id, name, use, draft_definition, draft_layout)
  SELECT id, 'Old', 'campaign', '{}', '{}' FROM school RETURNING id, organization_id),
version AS (
  INSERT INTO automation_versions (organization_id, automation_id, number, hash, definition, layout, catalogue, listens)
  SELECT organization_id, id, 1, repeat('a', 64), '{}', '{}', '{}', '{}' FROM automation RETURNING id),
run AS (
  INSERT INTO runs (organization_id, automation_id, version_id, user_id, entry_key, state, condition, wake_at, clock_origin)
  SELECT a.organization_id, a.id, v.id, p.id, 'once', '{}', 'waiting', now(), now()
    FROM automation a, version v, person p RETURNING id, organization_id, user_id),
story AS (
  INSERT INTO run_events (organization_id, run_id, seq, type, step_id, at, data)
  SELECT organization_id, id, e.* FROM run, (VALUES (1, 'entered', 'start', '2026-03-29T00:30:00.123Z'::timestamptz, '{"visit":1}'::jsonb),
                                                    (2, 'finished', NULL, '2026-03-29T01:30:00Z', '{}')) AS e)
INSERT INTO messages (organization_id, user_id, run_id, key, category, purpose, subject, state, awaited, problem_code, settled_at)
SELECT organization_id, user_id, id, m.* FROM run, (VALUES
  ('planned', 'marketing', 'step', 'One', 'planned', false, NULL, NULL::timestamptz),
  ('refused', 'marketing', 'step', 'Two', 'refused', true, 'mail.refused', now()),
  ('done', 'marketing', 'step', 'Three', 'done', false, NULL, now())) AS m`;
