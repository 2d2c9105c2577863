import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import { changeTimeZone } from '@gradus/database';
import type { Definition } from '@gradus/flow';
import { twoWeeks } from '../testing/definitions.ts';
import { type Learner, type School, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

/** A learner in Berlin who moves while they wait for week 2, which opens on a weekday at 09:00 by their own clock. */
describe('a learner who moves to another zone', () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(onWeekdays());
  });
  afterAll(() => school.close());

  const turn = (learner: Learner) => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
  const move = ({ userId }: Learner, zone: string) =>
    school.dataSource.transaction((manager) =>
      changeTimeZone(manager, school.parts.parts.plans, { userId, zone }),
    );
  const newcomer = async () => {
    const learner = await school.enrol({ ring: false });
    await turn(learner);
    return learner;
  };
  /** When week 2 opens: for the learner, and for the run. */
  const dates = async (learner: Learner) => {
    const [row] = await school.dataSource.query<[{ unlock: Date; state: string; wake: Date | null }]>(
      `SELECT u.unlock_at AS unlock, u.state, r.wake_at AS wake FROM runs r
         JOIN module_unlocks u ON u.enrollment_id = r.enrollment_id JOIN modules m ON m.id = u.module_id
        WHERE r.id = $1 AND m.key = 'refine-and-check'`,
      [learner.runId],
    );
    return row;
  };
  const clock = (at: Date, timeZone: string) =>
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone }).format(at);

  it('sees the date of the week move with the wall clock before any worker has looked', async () => {
    const learner = await newcomer();
    const before = await dates(learner);
    expect(await move(learner, 'America/New_York')).toEqual([learner.runId]);
    const promised = await dates(learner);
    expect(clock(promised.unlock, 'America/New_York')).toBe(clock(before.unlock, 'Europe/Berlin'));
    expect(before.wake).toEqual((await dates(learner)).wake);
    await turn(learner);
    const settled = await dates(learner);
    expect(settled).toEqual({ unlock: promised.unlock, state: 'projected', wake: promised.unlock });
  });

  it('has one row in the inbox for each move, and one fact in the outbox', async () => {
    const learner = await newcomer();
    await move(learner, 'Asia/Tokyo');
    expect(await move(learner, 'Asia/Tokyo')).toEqual([]);
    await move(learner, 'Europe/Berlin');
    const rows = await school.dataSource.query<Array<{ payload: unknown }>>(
      `SELECT payload FROM inbox WHERE run_id = $1 AND kind = 'zone' ORDER BY id`,
      [learner.runId],
    );
    expect(rows.map(({ payload }) => payload)).toEqual([
      { from: 'Europe/Berlin', to: 'Asia/Tokyo' },
      { from: 'Asia/Tokyo', to: 'Europe/Berlin' },
    ]);
    const [facts] = await school.dataSource.query<[{ count: number }]>(
      `SELECT count(*)::int FROM domain_events WHERE user_id = $1 AND type = 'learner.zone.changed'`,
      [learner.userId],
    );
    expect(facts.count).toBe(2);
    const before = await dates(learner);
    await turn(learner);
    expect(await dates(learner)).toEqual({ ...before, wake: before.unlock });
  });

  it('has the week at once where its hour has passed there, and it is released once', async () => {
    const learner = await newcomer();
    const { unlock } = await dates(learner);
    const ms = unlock.getTime() - Date.now() - 3_600_000;
    await school.dataSource.query(
      `UPDATE module_unlocks SET unlock_at = unlock_at - $2 * interval '1 millisecond' WHERE enrollment_id = $1`,
      [learner.enrollmentId, ms],
    );
    await school.dataSource.query(
      `UPDATE enrollments SET enrolled_at = enrolled_at - $2 * interval '1 millisecond' WHERE id = $1`,
      [learner.enrollmentId, ms],
    );
    await school.dataSource.query(
      `UPDATE runs SET state = jsonb_set(jsonb_set(jsonb_set(state, '{clock}', to_jsonb((state->>'clock')::bigint - $2::bigint)),
                '{startedAt}', to_jsonb((state->>'startedAt')::bigint - $2::bigint)),
                '{tokens,0,deadline}', to_jsonb((state->'tokens'->0->>'deadline')::bigint - $2::bigint))
        WHERE id = $1`,
      [learner.runId, ms],
    );
    await move(learner, 'Pacific/Auckland');
    const open = await dates(learner);
    expect(open.unlock.getTime()).toBeLessThanOrEqual(Date.now());
    await turn(learner);
    await turn(learner);
    expect(await dates(learner)).toMatchObject({ state: 'released' });
    const [row] = await school.dataSource.query<[{ count: number }]>(
      `SELECT count(*)::int FROM run_events WHERE run_id = $1 AND type = 'released' AND data->>'module' = 'refine-and-check'`,
      [learner.runId],
    );
    expect(row.count).toBe(1);
  });
});

/** Week 2 opens on the first Monday to Friday, 09:00, a week after enrolling. */
function onWeekdays(): Definition {
  const drawing = twoWeeks();
  const { week2 } = drawing.steps;
  if (week2?.kind !== 'release') throw new Error('Week 2 is released.');
  const snap = { weekdays: [1, 2, 3, 4, 5, 6, 7], time: '09:00' };
  return { ...drawing, steps: { ...drawing.steps, week2: { ...week2, config: { ...week2.config, snap } } } };
}
