import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { type ScratchDatabase, createScratchDatabase } from '../testing/scratch-database.ts';
import { type KeptLink, chainAudit, checkAuditChain, linkOf, linksOf } from './audit-chain.ts';

describe('the chain of the audit log', () => {
  let database: ScratchDatabase;
  let schools: [string, string];
  beforeAll(async () => {
    database = await createScratchDatabase();
    const rows = await query<{ id: string }>(
      `INSERT INTO organizations (slug, name, time_zone) VALUES ('a', 'A', 'UTC'), ('b', 'B', 'UTC') RETURNING id`,
    );
    schools = [rows[0]!.id, rows[1]!.id];
  });
  afterAll(() => database.drop());

  const query = <Row>(statement: string, values: unknown[] = []) =>
    database.dataSource.query<Row[]>(statement, values);
  const tell = (school: string, from: number, to: number) =>
    query(
      `INSERT INTO audit_log (organization_id, action, subject_kind, subject_id, reason, data)
       SELECT $1, 'run.retry', 'run', 'r' || n, 'It stood still.', jsonb_build_object('n', n, 'with', jsonb_build_array('ä', NULL))
         FROM generate_series($2::int, $3::int) n`,
      [school, from, to],
    );
  const chainAll = async () => {
    while (await chainAudit(database.dataSource));
  };
  const linksIn = async (manager: EntityManager) => {
    const links: KeptLink[] = [];
    for await (const link of linksOf(manager, schools[0])) links.push(link);
    return links;
  };
  const check = (school = schools[0]) => checkAuditChain(database.dataSource.manager, school);

  it('takes up each entry once, of each school on its own, however many workers do it', async () => {
    await tell(schools[0], 1, 1_203);
    await tell(schools[1], 1, 2);
    expect(await check()).toEqual({ entries: 0, waiting: 1_203, head: null, brokenAt: null });
    await Promise.all([1, 2, 3, 4].map(chainAll));
    await chainAll();
    expect(await check()).toMatchObject({ entries: 1_203, waiting: 0, brokenAt: null });
    expect(await check(schools[1])).toMatchObject({ entries: 2, waiting: 0, brokenAt: null });
  });

  it('goes on where it ended, and what was before stays as it was', async () => {
    const { head } = await check();
    await tell(schools[0], 1_204, 1_210);
    await chainAll();
    expect(await check()).toMatchObject({ entries: 1_210, brokenAt: null });
    const links = await linksIn(database.dataSource.manager);
    expect(links[1_202]?.hash.toString('hex')).toBe(head);
  });

  it('takes an entry whose transaction began earlier and ended later as it comes', async () => {
    const runner = database.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(
      `INSERT INTO audit_log (organization_id, action, subject_kind, subject_id) VALUES ($1, 'run.skip', 'run', 'slow')`,
      [schools[1]],
    );
    await tell(schools[1], 3, 3);
    await chainAll();
    await runner.commitTransaction();
    await runner.release();
    await chainAll();
    expect(await check(schools[1])).toMatchObject({ entries: 4, waiting: 0, brokenAt: null });
  });

  it.each([
    ['changed', `UPDATE audit_log SET reason = 'Nothing.' WHERE subject_id = 'r7'`],
    ['taken out', `DELETE FROM audit_log WHERE subject_id = 'r7'`],
    ['emptied', 'TRUNCATE audit_log'],
    ['sealed again', `UPDATE audit_log SET chain_hash = '\\x00' WHERE subject_id = 'r7'`],
  ])('an entry is not %s: the database says no', async (_what, spoil) => {
    await expect(query(spoil)).rejects.toThrow(/audit log is only added to/);
  });

  it('whose end is cut off, or which is linked anew, is not what the last night knew', async () => {
    const runner = database.dataSource.createQueryRunner();
    await runner.startTransaction();
    const { entries, head } = await checkAuditChain(runner.manager, schools[0]);
    await runner.query(
      `INSERT INTO number_checks (organization_id, steps, visits, wrong, mended, audit_entries, audit_head)
       VALUES ($1, 0, 0, '[]', 0, $2, decode($3, 'hex'))`,
      [schools[0], entries, head],
    );
    expect((await checkAuditChain(runner.manager, schools[0])).brokenAt).toBeNull();
    await runner.query('ALTER TABLE audit_log DISABLE TRIGGER audit_log_only_added_to');
    const [before, last] = (await linksIn(runner.manager)).slice(-2);
    const linkedAnew = linkOf(before!.hash, { ...last!.entry, reason: 'Nothing.' });
    await runner.query(`UPDATE audit_log SET reason = 'Nothing.', chain_hash = $2 WHERE id = $1`, [
      last!.entry.id,
      linkedAnew,
    ]);
    expect((await checkAuditChain(runner.manager, schools[0])).brokenAt).toBe(entries);
    await runner.query(`DELETE FROM audit_log WHERE organization_id = $1 AND chain_position > $2`, [
      schools[0],
      entries - 50,
    ]);
    expect((await checkAuditChain(runner.manager, schools[0])).brokenAt).toBe(entries - 49);
    await runner.rollbackTransaction();
    await runner.release();
  });

  it.each([
    [
      'changed',
      7,
      `UPDATE audit_log SET reason = 'Nothing.' WHERE subject_id = 'r7' AND organization_id = $1`,
    ],
    [
      'given to somebody else',
      9,
      `UPDATE audit_log SET at = at + interval '1 microsecond' WHERE subject_id = 'r9' AND organization_id = $1`,
    ],
    ['taken out', 8, `DELETE FROM audit_log WHERE subject_id = 'r8' AND organization_id = $1`],
    [
      'taken out at the beginning',
      1,
      `DELETE FROM audit_log WHERE subject_id = 'r1' AND organization_id = $1`,
    ],
    [
      'put in between',
      5,
      `UPDATE audit_log SET chain_position = chain_position + 1 WHERE chain_position >= 5 AND organization_id = $1`,
    ],
  ])('an entry that was %s by somebody who rules the database is noticed', async (_what, place, spoil) => {
    const runner = database.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('ALTER TABLE audit_log DISABLE TRIGGER audit_log_only_added_to');
    await runner.query('DROP INDEX audit_log_chain');
    await runner.query(spoil, [schools[0]]);
    const found = await checkAuditChain(runner.manager, schools[0]);
    await runner.rollbackTransaction();
    await runner.release();
    expect(found.brokenAt).toBe(place);
    expect((await check()).brokenAt).toBeNull();
  });
});
