import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { followSchedules, saveSegment, takeDueDate } from '@gradus/database';
import { takeDates } from '../outbox/take-dates.ts';
import { campaign, entrantsOf, publishAgain, publishCampaign, stay } from '../testing/campaigns.ts';
import { type School, openSchool, until } from '../testing/school.ts';

jest.setTimeout(90_000);

/** Starts by the calendar: every date once, whatever was published, paused or away meanwhile. */
describe('a schedule', () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool();
  });
  afterAll(() => school.close());

  const everyMonday = { kind: 'weekly' as const, at: { weekdays: [1], time: '09:00' } };
  const drawing = (zone = 'school') =>
    campaign({ kind: 'schedule', every: everyMonday, zone, audience: { kind: 'roster' } }, { stay: stay() });
  const rowOf = async (automationId: string) => {
    const [row] = await school.dataSource.query<
      Array<{
        version_id: string;
        next_at: Date;
        last_outcome: string | null;
        last_admission_id: string | null;
      }>
    >('SELECT version_id, next_at, last_outcome, last_admission_id FROM schedules WHERE automation_id = $1', [
      automationId,
    ]);
    return row ?? null;
  };
  const follow = async () => {
    while (await followSchedules(school.dataSource)) {
      // until nothing is left
    }
  };
  const published = async () => {
    const id = await publishCampaign(school, drawing(), school.courseId);
    await follow();
    return id;
  };
  const overdue = (automationId: string, days = 15) =>
    school.dataSource.query(
      `UPDATE schedules SET next_at = clock_timestamp() - make_interval(days => $2) WHERE automation_id = $1`,
      [automationId, days],
    );
  const admissions = (automationId: string) =>
    school.dataSource.query<Array<{ id: string; cause: string; people: number }>>(
      `SELECT a.id, a.cause, (SELECT count(*)::int FROM admission_items i WHERE i.admission_id = a.id) AS people
         FROM admissions a WHERE a.automation_id = $1`,
      [automationId],
    );

  it('has its next date as soon as it is published, on the wall of the school', async () => {
    const id = await published();
    const { next_at: next } = (await rowOf(id))!;
    expect(next.getTime()).toBeGreaterThan(Date.now());
    const wall = next.toLocaleString('en-GB', {
      timeZone: 'Europe/Berlin',
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
    });
    expect(wall).toMatch(/Monday.*09:00/);
  });

  it('lets everybody in on its date, by an admission of its own, and once for dates that passed meanwhile', async () => {
    await school.publishJourney(drawing0());
    const learner = await school.enrol({ ring: false });
    const id = await published();
    await overdue(id, 30);
    expect(await takeDueDate(school.dataSource)).toMatchObject({ automationId: id, outcome: 'let-in' });
    expect(await takeDueDate(school.dataSource)).toBeNull();
    expect(await admissions(id)).toMatchObject([{ cause: 'schedule', people: 1 }]);
    expect((await rowOf(id))!.next_at.getTime()).toBeGreaterThan(Date.now());
    await school.startWorker();
    await until(async () => (await entrantsOf(school, id)).includes(learner.userId), 30, 'the run');
    await school.stopWorker();
  });

  it('keeps a date that has come when a version is published before it is taken', async () => {
    const id = await published();
    await overdue(id, 1);
    const due = (await rowOf(id))!;
    await publishAgain(school, id);
    await follow();
    const row = (await rowOf(id))!;
    expect(row.next_at).toEqual(due.next_at);
    expect(row.version_id).not.toBe(due.version_id);
    expect(await takeDueDate(school.dataSource)).toMatchObject({ automationId: id });
    expect((await rowOf(id))!.next_at.getTime()).toBeGreaterThan(Date.now());
  });

  it('leaves a date out while the automation is paused, or the last date is still at work', async () => {
    const id = await published();
    await school.dataSource.query('UPDATE automations SET paused_at = now() WHERE id = $1', [id]);
    await overdue(id);
    expect(await takeDueDate(school.dataSource)).toMatchObject({ outcome: 'paused', processId: null });
    await school.dataSource.query('UPDATE automations SET paused_at = NULL WHERE id = $1', [id]);
    await overdue(id, 2);
    expect(await takeDueDate(school.dataSource)).toMatchObject({ outcome: 'let-in' });
    await overdue(id, 1);
    expect(await takeDueDate(school.dataSource)).toMatchObject({ outcome: 'overlap', processId: null });
    expect(await admissions(id)).toHaveLength(1);
  });

  it('follows a new version, and is gone with another start or when the automation is put away', async () => {
    const id = await published();
    const before = (await rowOf(id))!;
    await school.dataSource.query(
      `UPDATE automations SET draft_definition = $2, draft_revision = draft_revision + 1 WHERE id = $1`,
      [id, JSON.stringify(drawing('Pacific/Auckland'))],
    );
    await publishAgain(school, id);
    await follow();
    const after = (await rowOf(id))!;
    expect(after.version_id).not.toBe(before.version_id);
    expect(after.next_at).not.toEqual(before.next_at);
    await school.dataSource.query('UPDATE automations SET archived_at = now() WHERE id = $1', [id]);
    await follow();
    expect(await rowOf(id)).toBeNull();
    await school.dataSource.query('UPDATE automations SET archived_at = NULL WHERE id = $1', [id]);
    await follow();
    expect(await rowOf(id)).not.toBeNull();
    await school.dataSource.query(`UPDATE automations SET draft_definition = $2 WHERE id = $1`, [
      id,
      JSON.stringify(campaign({ kind: 'manual' })),
    ]);
    await publishAgain(school, id);
    await follow();
    expect(await rowOf(id)).toBeNull();
  });

  it('is taken by one of several workers', async () => {
    const segment = randomUUID();
    await school.dataSource.transaction((manager) =>
      saveSegment(manager, {
        id: segment,
        organizationId: school.organizationId,
        name: 'Everybody',
        audience: { match: 'all', conditions: [{ about: 'role', roles: ['learner'] }] },
        savedBy: null,
      }),
    );
    const audience = { kind: 'segment' as const, segment };
    const id = await publishCampaign(
      school,
      campaign({ kind: 'schedule', every: everyMonday, zone: 'UTC', audience }),
    );
    await follow();
    await overdue(id);
    await Promise.all(Array.from({ length: 4 }, () => takeDates(school.parts)));
    expect(await admissions(id)).toHaveLength(1);
  });

  /** A course has a journey. */
  const drawing0 = () => campaign({ kind: 'enrolled' }, { stay: stay() });
});
