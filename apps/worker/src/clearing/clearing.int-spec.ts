import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type ScratchDatabase, createScratchDatabase } from '@gradus/database/testing';
import { Clearing, sayCleared } from './clearing.ts';

jest.setTimeout(60_000);

describe('clearing away what has expired', () => {
  let database: ScratchDatabase;
  let clearing: Clearing;
  let userId: string;

  beforeAll(async () => {
    database = await createScratchDatabase();
    clearing = new Clearing(database.dataSource);
    [{ id: userId }] = await rows(
      `INSERT INTO users (email, password_hash, name) VALUES ('ada@example.org', '-', 'Ada') RETURNING id`,
    );
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    for (const table of [
      'refresh_token_families',
      'email_tokens',
      'idempotency_keys',
      'live_tickets',
      'rate_limits',
    ])
      await database.dataSource.query(`DELETE FROM ${table}`);
  });

  const rows = <Row extends object = { id: string }>(sql: string, values: unknown[] = []) =>
    database.dataSource.query<[Row, ...Row[]]>(sql, values);
  const count = async (table: string) =>
    (await rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0].n;
  const signIn = async (expiresIn: string, revokedIn: string | null = null) => {
    const [family] = await rows(
      `INSERT INTO refresh_token_families (user_id, expires_at, revoked_at)
       VALUES ($1, now() + $2::interval, now() + $3::interval) RETURNING id`,
      [userId, expiresIn, revokedIn],
    );
    await database.dataSource.query(
      `INSERT INTO refresh_tokens (family_id, token_hash, used_at)
       SELECT $1::uuid, encode(sha256(($1::text || n::text)::bytea), 'hex'), now() FROM generate_series(1, 3) n`,
      [family.id],
    );
    return family.id;
  };

  it('ends sign-ins with all their tokens, and leaves those that are good or fresh with all of theirs', async () => {
    const good = await signIn('5 days');
    const fresh = await signIn('-2 days');
    await signIn('-8 days');
    await signIn('20 days', '-8 days');
    expect(await clearing.pass()).toEqual({ cleared: { 'sign-ins': 2 }, more: false });
    const left = await rows(`SELECT id FROM refresh_token_families ORDER BY expires_at DESC`);
    expect(left.map(({ id }) => id)).toEqual([good, fresh]);
    expect(await count('refresh_tokens')).toBe(6);
  });

  it('takes each kind by its own time, and counts it', async () => {
    const { dataSource } = database;
    await dataSource.query(
      `INSERT INTO email_tokens (user_id, purpose, expires_at, used_at) VALUES
         ($1, 'verify-email', now() + interval '1 day', NULL), ($1, 'verify-email', now() - interval '1 day', NULL),
         ($1, 'verify-email', now() - interval '9 days', NULL),
         ($1, 'reset-password', now() + interval '1 day', now() - interval '8 days')`,
      [userId],
    );
    await dataSource.query(
      `INSERT INTO idempotency_keys (user_id, route, key, request_hash, created_at) VALUES
         ($1, 'r', 'new', '-', now() - interval '47 hours'), ($1, 'r', 'old', '-', now() - interval '49 hours')`,
      [userId],
    );
    await dataSource.query(
      `INSERT INTO live_tickets (ticket_hash, user_id, expires_at) VALUES
         ('a', $1, now() + interval '20 seconds'), ('b', $1, now() - interval '1 second')`,
      [userId],
    );
    await dataSource.query(
      `INSERT INTO rate_limits (key, hits, resets_at) VALUES ('a', 1, now() + interval '1 minute'), ('b', 1, now() - interval '1 second')`,
    );
    const { cleared } = await clearing.pass();
    expect(cleared).toEqual({ 'mailed links': 2, 'kept answers': 1, 'live tickets': 1, 'rate counts': 1 });
    expect(sayCleared(cleared)).toBe('cleared 2 mailed links, 1 kept answers, 1 live tickets, 1 rate counts');
    const left = ['email_tokens', 'idempotency_keys', 'live_tickets', 'rate_limits'];
    expect(await Promise.all(left.map(count))).toEqual([2, 1, 1, 1]);
    expect(sayCleared((await clearing.pass()).cleared)).toBeNull();
  });

  it('takes a bounded part at a time, says that there is more, and stops when asked', async () => {
    await database.dataSource.query(
      `INSERT INTO rate_limits (key, hits, resets_at)
       SELECT 'k' || n, 1, now() - interval '1 minute' FROM generate_series(1, 10200) n`,
    );
    let asked = 0;
    const stopped = await clearing.pass(() => (asked += 1) <= 6);
    expect(stopped.more).toBe(false);
    const before = await count('rate_limits');
    expect(before).toBeGreaterThan(200);
    const first = await clearing.pass();
    expect(first.more).toBe(before >= 10_000);
    expect((await clearing.pass()).more).toBe(false);
    expect(await count('rate_limits')).toBe(0);
  });

  it('passes over what somebody holds, and does not wait for them', async () => {
    await database.dataSource.query(
      `INSERT INTO rate_limits (key, hits, resets_at) VALUES ('held', 1, now() - interval '1 minute'), ('free', 1, now() - interval '1 minute')`,
    );
    await database.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT 1 FROM rate_limits WHERE key = 'held' FOR UPDATE`);
      const both = await Promise.all([clearing.pass(), new Clearing(database.dataSource).pass()]);
      expect(both.reduce((sum, { cleared }) => sum + (cleared['rate counts'] ?? 0), 0)).toBe(1);
    });
    expect((await clearing.pass()).cleared).toEqual({ 'rate counts': 1 });
  });
});
