import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { DataSource } from 'typeorm';
import { type ScratchDatabase, createScratchDatabase } from '@gradus/database/testing';
import { GraderRefusedError } from '@gradus/integrations/ai';
import type { ActivityParts } from '../activity-parts.ts';
import { throughLedger } from './through-ledger.ts';

const HORIZON_SECONDS = 30;
const silent = () => {};
const SILENT = { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: silent };

/** Rules 3 and 4 as an activity lives them: claim, call, outcome; who has lost the claim writes nothing, not even a no. */
describe('an effect through the ledger', () => {
  let database: ScratchDatabase;
  let db: DataSource;
  let parts: ActivityParts;
  let organizationId: string;
  let count = 0;

  beforeAll(async () => {
    database = await createScratchDatabase();
    db = database.dataSource;
    const retries = { horizonSeconds: HORIZON_SECONDS, maxIntervalSeconds: 5 };
    parts = { dataSource: db, retries } as ActivityParts;
    const [row] = await db.query<[{ id: string }]>(
      `INSERT INTO organizations (slug, name, time_zone) VALUES ('through', 'Through', 'UTC') RETURNING id`,
    );
    organizationId = row.id;
  });
  afterAll(() => database.drop());

  const planned = async (since: string | null = null) => {
    const key = `through:${++count}`;
    await db.query(
      `INSERT INTO effects (organization_id, key, kind, retrying_since)
       VALUES ($1, $2, 'test', clock_timestamp() - $3::interval)`,
      [organizationId, key, since],
    );
    return key;
  };
  const attempt = (key: string, call: () => Promise<unknown>, settled: string[] = []) =>
    new MockActivityEnvironment({}, { logger: SILENT }).run(() =>
      throughLedger(parts, {
        key,
        claimSeconds: 20,
        call,
        settle: () => {
          settled.push(key);
          return Promise.resolve({});
        },
      }),
    );
  const failure = (attempted: Promise<unknown>) =>
    attempted.then(
      () => null,
      (error: unknown) => error as ApplicationFailure,
    );
  const rowOf = async (key: string) => {
    const [row] = await db.query<[{ state: string; claimed_by: string | null; problem_code: string | null }]>(
      'SELECT state, claimed_by, problem_code FROM effects WHERE key = $1',
      [key],
    );
    return row;
  };
  const away = () => Promise.reject(Object.assign(new Error('nobody answers'), { code: 'test.away' }));
  /** Somebody else claims it while the call is under way. */
  const takenOver = (key: string) =>
    db.query(`UPDATE effects SET claimed_by = 'another' WHERE key = $1`, [key]);

  it('is tried again after a passing fault', async () => {
    const key = await planned();
    expect(await failure(attempt(key, away))).toMatchObject({ type: 'test.away', nonRetryable: false });
    expect(await rowOf(key)).toMatchObject({ state: 'planned', problem_code: 'test.away' });
  });

  it('ends when it was tried for as long as the setting allows, without saying that it did not happen', async () => {
    const key = await planned('1 hour');
    expect(await failure(attempt(key, away))).toMatchObject({
      type: 'effect.retries-spent',
      nonRetryable: true,
    });
    expect(await rowOf(key)).toMatchObject({ state: 'planned', problem_code: 'test.away' });
  });

  it('is tried at least once more after an hour without a worker', async () => {
    const key = await planned('1 hour');
    await attempt(key, () => Promise.resolve());
    expect((await rowOf(key)).state).toBe('done');
  });

  it('is not refused by one whose claim has lapsed: whoever holds it now may just succeed', async () => {
    const key = await planned();
    await failure(
      attempt(key, async () => {
        await takenOver(key);
        throw new GraderRefusedError('no', { code: 'grader.bad_request' });
      }),
    );
    expect(await rowOf(key)).toMatchObject({ state: 'claimed', claimed_by: 'another' });
  });

  it('writes no business row for one whose claim has lapsed', async () => {
    const key = await planned();
    const settled: string[] = [];
    await attempt(key, () => takenOver(key), settled);
    expect(settled).toEqual([]);
    expect(await rowOf(key)).toMatchObject({ state: 'claimed', claimed_by: 'another' });
  });
});
