import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { type FormerDatabase, createFormerDatabase } from '../testing/former-database.ts';

const RUN = '00000000-0000-4000-8000-000000000001';

/** A school from before, with a run on its way: its story reads the same afterwards, and its state is there. */
describe('a database whose turns wrote their story in full', () => {
  let database: FormerDatabase;
  let before: DataSource;
  let told: unknown[];
  const story = () =>
    before.query<unknown[]>(
      'SELECT run_id, seq, type, step_id, at, data, real_at FROM run_events ORDER BY seq',
    );
  beforeAll(async () => {
    database = await createFormerDatabase('LeanRuns1764592001000');
    before = database.dataSource;
    await before.query(FORMER_ROWS);
    told = await story();
    await database.migrate('LeanRuns1764592001000', 'StoriesOfBefore1764599701000');
  });
  afterAll(() => database.drop());

  it('tells the same story line by line', async () => {
    expect(told).toHaveLength(7);
    expect(await story()).toEqual(told);
  });

  it('tells a story in short form in full', async () => {
    const events = [
      1_764_000_000_000,
      ['left', 'a'],
      ['left', 'b', 5, { port: 'timeout', visit: 2 }],
      ['passed', 'c'],
      ['message', 'c', 7],
      ['entered', 'd'],
      ['finished', null, 0, { outcome: 'completed' }],
    ];
    await before.query('UPDATE run_turns SET events = $2 WHERE run_id = $1 AND seq = 2', [
      RUN,
      JSON.stringify(events),
    ]);
    const rows = await before.query(
      `SELECT seq, type, step_id, (EXTRACT(EPOCH FROM at) * 1000)::bigint::text AS at, data FROM run_events WHERE seq <= 2 ORDER BY seq`,
    );
    const at = '1764000000000';
    expect(rows).toEqual([
      { seq: -3, type: 'left', step_id: 'a', at, data: { port: 'next', visit: 1, reason: 'time' } },
      {
        seq: -2,
        type: 'left',
        step_id: 'b',
        at: '1764000000005',
        data: { port: 'timeout', visit: 2, reason: 'time' },
      },
      {
        seq: -1,
        type: 'passed',
        step_id: 'c',
        at,
        data: { port: 'next', visit: 1, reason: 'passed through' },
      },
      { seq: 0, type: 'message', step_id: 'c', at: '1764000000007', data: { key: `${RUN}:c:1` } },
      { seq: 1, type: 'entered', step_id: 'd', at, data: { visit: 1 } },
      { seq: 2, type: 'finished', step_id: null, at, data: { outcome: 'completed' } },
    ]);
  });

  it('tells what a worker of before writes once the migration has run', async () => {
    const line = ['entered', 'late', 1_764_000_009_500, { visit: 4 }];
    const full = JSON.stringify([line, ['message', 'late', 1_764_000_009_501, { key: 'k' }]]);
    await before.query(
      'INSERT INTO run_turns (organization_id, run_id, seq, events) SELECT organization_id, id, 9, $2 FROM runs WHERE id = $1',
      [RUN, full],
    );
    expect((await story()).slice(-2)).toMatchObject([
      { seq: 8, type: 'entered', step_id: 'late', at: new Date(1_764_000_009_500), data: { visit: 4 } },
      { seq: 9, type: 'message', step_id: 'late', at: new Date(1_764_000_009_501), data: { key: 'k' } },
    ]);
  });

  it('keeps the state of a run, with nothing in its trail yet', async () => {
    const [run] = await before.query('SELECT state, trail FROM runs');
    expect(run).toEqual({ state: { schema: 2, visits: { start: 1 } }, trail: '' });
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
  INSERT INTO runs (id, organization_id, automation_id, version_id, user_id, entry_key, state, condition, wake_at, clock_origin)
  SELECT '${RUN}', a.organization_id, a.id, v.id, p.id, 'once', '{"schema": 2, "visits": {"start": 1}}', 'waiting', now(), now()
    FROM automation a, version v, person p RETURNING id, organization_id)
INSERT INTO run_turns (organization_id, run_id, seq, events)
SELECT organization_id, id, e.seq, e.events FROM run, (VALUES
  (2, '[["passed", "start", 1764000000123, {"port": "next", "visit": 1, "reason": "passed through"}],
        ["released", "open", 1764000000125, {"module": "one"}]]'::jsonb),
  (6, '[["left", "open", 1764000009000, {"port": "timeout", "visit": 3, "reason": "time"}],
        ["message", "mail", 1764000009000, {"key": "of another run:mail:1"}],
        ["passed", "mail", 1764000009001, {"port": null, "visit": 2, "reason": "exited"}],
        ["entered", "wait", 1764000009001, {"visit": 2}]]'),
  (7, '[["finished", null, 1764000009001, {"outcome": "exited", "reason": null}]]')) AS e(seq, events)`;
