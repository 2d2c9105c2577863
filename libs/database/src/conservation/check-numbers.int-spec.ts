import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ScratchDatabase, createScratchDatabase } from '../testing/scratch-database.ts';
import { checkDueNumbers, checkNumbers } from './check-numbers.ts';

describe('the nightly count', () => {
  let database: ScratchDatabase;
  let schools: string[];
  beforeAll(async () => {
    database = await createScratchDatabase();
    const rows = await database.dataSource.query<Array<{ id: string }>>(
      `INSERT INTO organizations (slug, name, time_zone) VALUES ('a', 'A', 'Europe/Berlin'), ('b', 'B', 'America/New_York')
       RETURNING id`,
    );
    schools = rows.map(({ id }) => id);
    await database.dataSource.query(PEOPLE_INSIDE, [schools[0]]);
  });
  afterAll(() => database.drop());

  const change = (sql: string) => database.dataSource.query(sql);
  const count = () => checkNumbers(database.dataSource.manager, schools[0]!);

  it('is made once a night for each school, however many workers look, and adds up', async () => {
    const checks = await Promise.all([1, 2, 3, 4].map(() => checkDueNumbers(database.dataSource)));
    const found = checks.flatMap((check) => (check ? [check] : []));
    for (let more = await checkDueNumbers(database.dataSource); more; more = null) found.push(more);
    expect(found.map(({ organizationId }) => organizationId).toSorted()).toEqual(schools.toSorted());
    expect(found.flatMap(({ wrong }) => wrong)).toEqual([]);
    const rows = await change('SELECT steps, visits, mended FROM number_checks ORDER BY steps DESC');
    expect(rows).toEqual([
      { steps: 2, visits: 3, mended: 1 },
      { steps: 0, visits: 0, mended: 0 },
    ]);
    await change(`UPDATE number_checks SET at = at - interval '25 hours'`);
    expect(await checkDueNumbers(database.dataSource)).not.toBeNull();
  });

  it.each([
    [
      'a visit whose token is gone',
      `UPDATE runs SET state = jsonb_set(state, '{tokens}', '[]') WHERE entry_key = 'one'`,
    ],
    [
      'a visit that is gone',
      `DELETE FROM step_runs WHERE left_at IS NULL AND run_id IN (SELECT id FROM runs WHERE entry_key = 'one')`,
    ],
    [
      'a visit that went on and is still there',
      `UPDATE step_runs SET left_at = now() WHERE state = 'waiting'`,
    ],
  ])('finds %s', async (_what, spoil) => {
    const runner = database.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(spoil);
    const { wrong } = await checkNumbers(runner.manager, schools[0]!);
    await runner.rollbackTransaction();
    await runner.release();
    expect(wrong).toEqual([expect.objectContaining({ stepId: 'wait' })]);
    expect((await count()).wrong).toEqual([]);
  });
});

/** Two runs stand at "wait", one of them by way of "hello"; the sweep has mended something. $1 school. */
const PEOPLE_INSIDE = `
WITH people AS (
  INSERT INTO users (email, password_hash, name, time_zone)
  VALUES ('one@example.org', '-', 'One', 'UTC'), ('two@example.org', '-', 'Two', 'UTC') RETURNING id, split_part(email, '@', 1) AS name),
automation AS (
  INSERT INTO automations (organization_id, name, use, draft_definition, draft_layout)
  VALUES ($1, 'Campaign', 'campaign', '{}', '{}') RETURNING id),
version AS (
  INSERT INTO automation_versions (organization_id, automation_id, number, hash, definition, layout, catalogue, listens)
  SELECT $1, id, 1, repeat('a', 64), '{}', '{}', '{}', '{}' FROM automation RETURNING id, automation_id),
run AS (
  INSERT INTO runs (organization_id, automation_id, version_id, user_id, entry_key, state, condition, clock_origin)
  SELECT $1, v.automation_id, v.id, p.id, p.name,
         jsonb_build_object('tokens', jsonb_build_array(jsonb_build_object('versionId', v.id, 'stepId', 'wait', 'visit', 1, 'status', 'waiting'))),
         'waiting', now() FROM version v, people p RETURNING id, version_id, entry_key),
mended AS (INSERT INTO sweep_findings (organization_id, kind, subject_id) SELECT $1, 'run', id::text FROM run LIMIT 1)
INSERT INTO step_runs (organization_id, run_id, version_id, step_id, visit, state, entered_at, left_at)
SELECT $1, id, version_id, 'wait', 1, 'waiting', now(), NULL FROM run
UNION ALL SELECT $1, id, version_id, 'hello', 1, 'left', now(), now() FROM run WHERE entry_key = 'one'`;
