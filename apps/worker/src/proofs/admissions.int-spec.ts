import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { AdmissionWho } from '@gradus/contracts';
import { openAdmission } from '@gradus/database';
import { processBell } from '@gradus/temporal';
import { campaign, entrantsOf, publishCampaign, stay } from '../testing/campaigns.ts';
import { type School, openSchool, until } from '../testing/school.ts';

jest.setTimeout(90_000);

/** Many people at a limited rate: everybody once, whatever happens to the worker meanwhile. */
describe('letting many people in', () => {
  let school: School;

  beforeAll(async () => {
    school = await openSchool();
  });
  afterAll(() => school.close());

  async function people(count: number): Promise<string[]> {
    const rows = await school.dataSource.query<Array<{ id: string }>>(
      `WITH added AS (
         INSERT INTO users (email, password_hash, name)
         SELECT $2 || n || '@example.org', '-', 'Person ' || n FROM generate_series(1, $1::int) n RETURNING id)
       INSERT INTO memberships (organization_id, user_id, role) SELECT $3, id, 'learner' FROM added
       RETURNING user_id AS id`,
      [count, randomUUID(), school.organizationId],
    );
    return rows.map(({ id }) => id);
  }
  async function admission(
    automationId: string,
    who: AdmissionWho,
    { ratePerMinute = 6_000, mode = 'run' as 'run' | 'mark', ring = true } = {},
  ) {
    const opened = await school.dataSource.transaction((manager) =>
      openAdmission(manager, {
        organizationId: school.organizationId,
        automationId,
        courseId: null,
        who,
        cause: 'by-hand',
        occasion: randomUUID(),
        mode,
        ratePerMinute,
        requestedBy: null,
        reason: 'a test',
      }),
    );
    if (ring) await school.parts.parts.bells.ring(processBell('admitPeople', opened.processId));
    return opened;
  }
  const stateOf = async (admissionId: string) => {
    const [row] = await school.dataSource.query<[{ state: string }]>(
      'SELECT state FROM admissions WHERE id = $1',
      [admissionId],
    );
    return row.state;
  };
  const done = (admissionId: string) =>
    until(async () => (await stateOf(admissionId)) === 'done', 40, 'the admission to end');
  const outcomes = async (admissionId: string) => {
    const rows = await school.dataSource.query<Array<{ outcome: string; n: number }>>(
      'SELECT outcome, count(*)::int AS n FROM admission_items WHERE admission_id = $1 GROUP BY 1 ORDER BY 1',
      [admissionId],
    );
    return Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n]));
  };

  it('starts each of them once, and those who are inside not again', async () => {
    await school.startWorker();
    const automation = await publishCampaign(school, campaign({ kind: 'manual' }, { stay: stay() }, 'once'));
    const userIds = await people(30);
    const first = await admission(automation, { kind: 'people', userIds: userIds.slice(0, 10) });
    await done(first.admissionId);
    const second = await admission(automation, { kind: 'people', userIds });
    await done(second.admissionId);
    expect(await outcomes(second.admissionId)).toEqual({ inside: 10, started: 20 });
    expect((await entrantsOf(school, automation)).toSorted()).toEqual(userIds.toSorted());
    await until(async () => {
      const [row] = await school.dataSource.query<[{ waiting: number }]>(
        `SELECT count(*)::int AS waiting FROM runs WHERE automation_id = $1 AND condition = 'waiting'`,
        [automation],
      );
      return row.waiting === 30;
    });
    await school.stopWorker();
  });

  it('goes on where it was when nobody rang and the worker was away', async () => {
    const automation = await publishCampaign(school, campaign({ kind: 'manual' }, { stay: stay() }, 'once'));
    const userIds = await people(12);
    const { admissionId } = await admission(
      automation,
      { kind: 'people', userIds },
      { ratePerMinute: 60, ring: false },
    );
    await school.startWorker();
    await until(async () => (await outcomes(admissionId))['started'], 20, 'the first batch');
    await school.stopWorker();
    expect(await stateOf(admissionId)).toBe('open');
    await school.startWorker();
    await done(admissionId);
    expect(await outcomes(admissionId)).toEqual({ started: 12 });
    expect(await entrantsOf(school, automation)).toHaveLength(12);
    await school.stopWorker();
  });

  it('notes people as done without a run to go through, so that "once" keeps them out', async () => {
    await school.startWorker();
    const automation = await publishCampaign(school, campaign({ kind: 'manual' }, { stay: stay() }, 'once'));
    const userIds = await people(3);
    const marked = await admission(automation, { kind: 'people', userIds }, { mode: 'mark' });
    await done(marked.admissionId);
    expect(await outcomes(marked.admissionId)).toEqual({ marked: 3 });
    const later = await admission(automation, { kind: 'people', userIds });
    await done(later.admissionId);
    expect(await outcomes(later.admissionId)).toEqual({ 'entered-before': 3 });
    const [runs] = await school.dataSource.query<[{ open: number; visits: number }]>(
      `SELECT (SELECT count(*)::int FROM runs WHERE automation_id = $1 AND finished_at IS NULL) AS open,
              (SELECT count(*)::int FROM step_runs s JOIN runs r ON r.id = s.run_id WHERE r.automation_id = $1) AS visits`,
      [automation],
    );
    expect(runs).toEqual({ open: 0, visits: 0 });
    await school.stopWorker();
  });

  it('holds nobody back because the key of one cannot be worked out', async () => {
    await school.startWorker();
    const definition = campaign({ kind: 'manual' }, { stay: stay() });
    const automation = await publishCampaign(school, {
      ...definition,
      entry: { rule: 'keyed', key: 'event.module' },
    });
    const { admissionId } = await admission(automation, { kind: 'people', userIds: await people(2) });
    await done(admissionId);
    expect(await outcomes(admissionId)).toEqual({ failed: 2 });
  });
});
