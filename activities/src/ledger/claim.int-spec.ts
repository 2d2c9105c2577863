import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { type ScratchDatabase, createScratchDatabase } from '@gradus/database/testing';
import { planProcessEffect } from '../processes/process-row.ts';
import { type ClaimedEffect, claimEffect, failEffectByKey, giveBack, settleEffect } from './claim.ts';

/** Rules 3 and 4: states change by conditional updates, the claim is the fence, the try rises only after a refusal. */
describe('the effect ledger', () => {
  let database: ScratchDatabase;
  let db: DataSource;
  let organizationId: string;
  let count = 0;

  beforeAll(async () => {
    database = await createScratchDatabase();
    db = database.dataSource;
    const [row] = await db.query<[{ id: string }]>(
      `INSERT INTO organizations (slug, name, time_zone) VALUES ('ledger', 'Ledger', 'UTC') RETURNING id`,
    );
    organizationId = row.id;
  });
  afterAll(() => database.drop());

  const planned = async () => {
    const key = `run:step:${++count}`;
    await db.query(`INSERT INTO effects (organization_id, key, kind) VALUES ($1, $2, 'certify')`, [
      organizationId,
      key,
    ]);
    return key;
  };
  const claimed = async (key: string, seconds = 60): Promise<ClaimedEffect> => {
    const claim = await claimEffect(db, key, seconds);
    if (claim.state !== 'claimed') throw new Error(`It is ${claim.state}.`);
    return claim.effect;
  };
  const stateOf = async (key: string) => {
    const [row] = await db.query<[{ state: string; try: number; attempt: number }]>(
      'SELECT state, try, attempt FROM effects WHERE key = $1',
      [key],
    );
    return row;
  };

  it('is claimed by one of many', async () => {
    const key = await planned();
    const claims = await Promise.all(Array.from({ length: 20 }, () => claimEffect(db, key, 60)));
    expect(claims.filter(({ state }) => state === 'claimed')).toHaveLength(1);
    expect(claims.filter(({ state }) => state === 'busy')).toHaveLength(19);
  });

  it('is settled by whoever holds it, once; a lapsed claim settles nothing', async () => {
    const key = await planned();
    const first = await claimed(key, 0);
    const second = await claimed(key);
    expect(await settleEffect(db.manager, first, {})).toBe(false);
    expect(await settleEffect(db.manager, second, { proof: 1 })).toBe(true);
    expect(await settleEffect(db.manager, second, {})).toBe(false);
    expect(await claimEffect(db, key, 60)).toEqual({ state: 'settled', as: 'done' });
  });

  it('keeps the outward key over passing faults, whatever the attempt', async () => {
    const key = await planned();
    const first = await claimed(key);
    await giveBack(
      db,
      first,
      { code: 'mail.unavailable', detail: 'away' },
      {
        retryInMs: 1_000,
        horizonSeconds: 60,
      },
    );
    const second = await claimed(key);
    expect([first.outwardKey, second.outwardKey, second.attempt]).toEqual([key, key, 2]);
  });

  it('gets a new outward key after a definitive refusal only', async () => {
    const key = await planned();
    const process = {
      id: await processId(),
      organizationId,
      kind: 'issueCertificate' as const,
      subjectId: '',
      state: 'open' as const,
      problemCode: null,
      simulated: false,
    };
    await claimed(key);
    await failEffectByKey(db, key, 'unknown', null);
    await planProcessEffect(db, process, 'certify', key);
    expect((await claimed(key)).outwardKey).toBe(key);
    await failEffectByKey(db, key, 'refused', { code: 'payments.refused', detail: 'no' });
    await planProcessEffect(db, process, 'certify', key);
    expect((await claimed(key)).outwardKey).toBe(`${key}:2`);
  });

  it('is not planned again while it is under way or done', async () => {
    const key = await planned();
    const process = {
      id: await processId(),
      organizationId,
      kind: 'issueCertificate' as const,
      subjectId: '',
      state: 'open' as const,
      problemCode: null,
      simulated: false,
    };
    const effect = await claimed(key);
    await planProcessEffect(db, process, 'certify', key);
    expect((await stateOf(key)).state).toBe('claimed');
    await settleEffect(db.manager, effect, {});
    await planProcessEffect(db, process, 'certify', key);
    expect((await stateOf(key)).state).toBe('done');
  });

  it('cannot fail once it is done', async () => {
    const key = await planned();
    await settleEffect(db.manager, await claimed(key), {});
    await failEffectByKey(db, key, 'refused', { code: 'late', detail: 'late' });
    expect((await stateOf(key)).state).toBe('done');
  });

  async function processId(): Promise<string> {
    const [row] = await db.query<[{ id: string }]>(
      `INSERT INTO processes (organization_id, kind, subject_id) VALUES ($1, 'issueCertificate', gen_random_uuid()) RETURNING id`,
      [organizationId],
    );
    return row.id;
  }
});
