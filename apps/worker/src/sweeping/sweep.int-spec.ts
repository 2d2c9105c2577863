import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import type { BellTarget, Bells } from '@gradus/temporal';
import { twoWeeks } from '../testing/definitions.ts';
import { type Learner, type School, command, openSchool } from '../testing/school.ts';
import { Sweep } from './sweep.ts';

jest.setTimeout(60_000);

describe('the sweep, over rows', () => {
  let school: School;
  let rung: string[] = [];
  let sweep: Sweep;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(twoWeeks());
    const bells = {
      answers: () => Promise.resolve(true),
      ring: ({ workflowId }: BellTarget) => {
        rung.push(workflowId.replace('run:', ''));
        return Promise.resolve();
      },
    } as unknown as Bells;
    sweep = new Sweep(school.dataSource, bells, { maxIntervalSeconds: 60 });
  });
  afterAll(() => school.close());
  beforeEach(async () => {
    await school.dataSource.query(`UPDATE runs SET finished_at = now() WHERE finished_at IS NULL`);
    rung = [];
  });

  /** A run whose time came a while ago, and which nobody attends. */
  const overdue = async (minutes: number): Promise<Learner> => {
    const learner = await school.enrol({ ring: false });
    await school.dataSource.query(
      `UPDATE runs SET wake_at = clock_timestamp() - make_interval(mins => $2) WHERE id = $1`,
      [learner.runId, minutes],
    );
    return learner;
  };
  const pass = async () => {
    rung = [];
    await sweep.pass();
    return rung;
  };
  const attemptsOf = async ({ runId }: Learner) => {
    const [row] = await school.dataSource.query<[{ sweep_attempts: number; seconds: number | null }]>(
      `SELECT sweep_attempts, round(extract(epoch FROM sweep_at - clock_timestamp()))::int AS seconds FROM runs WHERE id = $1`,
      [runId],
    );
    return row;
  };
  /** As if that much time had passed. */
  const later = () =>
    school.dataSource.query(
      `UPDATE runs SET sweep_at = clock_timestamp() - interval '1 second' WHERE sweep_at IS NOT NULL`,
    );

  it('rings what it could not mend ever more seldom, and behind the others', async () => {
    const stuck = await overdue(60);
    expect(await pass()).toEqual([stuck.runId]);
    expect(await pass()).toEqual([]);
    expect(await attemptsOf(stuck)).toEqual({ sweep_attempts: 1, seconds: 15 });
    const fresh = await overdue(2);
    expect(await pass()).toEqual([fresh.runId]);
    await later();
    const other = await overdue(1);
    expect(await pass()).toEqual([other.runId, stuck.runId, fresh.runId]);
    expect(await attemptsOf(stuck)).toEqual({ sweep_attempts: 2, seconds: 30 });
  });

  /** The process of an order, last attended so long ago, that is not due; and how a notice of it came. */
  const followed = async (attendedSecondsAgo: number) => {
    const { enrollmentId, userId } = await school.enrol({ ring: false });
    await school.dataSource.query(`UPDATE processes SET state = 'ended' WHERE subject_id = $1`, [
      enrollmentId,
    ]);
    await school.dataSource.query(`UPDATE runs SET finished_at = now() WHERE finished_at IS NULL`);
    const [order] = await school.dataSource.query<[{ id: string }]>(
      `INSERT INTO orders (organization_id, enrollment_id, user_id, course_id, amount, currency, state)
       VALUES ($1, $2, $3, $4, '49.00', 'EUR', 'pending') RETURNING id`,
      [school.organizationId, enrollmentId, userId, school.courseId],
    );
    const [process] = await school.dataSource.query<[{ id: string }]>(
      `INSERT INTO processes (organization_id, kind, subject_id, attended_at, wake_at)
       VALUES ($1, 'runSubscription', $2, clock_timestamp() - make_interval(secs => $3), clock_timestamp() + interval '10 minutes') RETURNING id`,
      [school.organizationId, order.id, attendedSecondsAgo],
    );
    const notice = (id: string, secondsAgo: number) =>
      school.dataSource.query(
        `INSERT INTO webhook_events (provider, event_id, type, order_id, received_at)
         VALUES ('stripe', $1, 'checkout.session.completed', $2, clock_timestamp() - make_interval(secs => $3))`,
        [id, order.id, secondsAgo],
      );
    const ringsIt = async () => (await pass()).some((workflowId) => workflowId.includes(process.id));
    return { process, notice, ringsIt };
  };

  it('rings the process of an order whose notice nobody has seen to, though it is not due', async () => {
    const { process, notice, ringsIt } = await followed(90);
    await notice('evt_new', 1);
    expect(await ringsIt()).toBe(false);
    await notice('evt_overlooked', 60);
    expect(await ringsIt()).toBe(true);
    expect(await ringsIt()).toBe(false);
    await school.dataSource.query(`UPDATE webhook_events SET processed_at = clock_timestamp()`);
    await school.dataSource.query(`UPDATE processes SET sweep_at = NULL WHERE id = $1`, [process.id]);
    expect(await ringsIt()).toBe(false);
  });

  it('lets those alone that try to see to a notice, and rings once they cannot be at it any more', async () => {
    const { process, notice, ringsIt } = await followed(100);
    await notice('evt_retried', 900);
    expect(await ringsIt()).toBe(false);
    await school.dataSource.query(
      `UPDATE processes SET attended_at = clock_timestamp() - interval '200 seconds' WHERE id = $1`,
      [process.id],
    );
    expect(await ringsIt()).toBe(true);
  });

  it('forgets its attempts when a turn gets somewhere', async () => {
    const learner = await overdue(5);
    await pass();
    await takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
    expect(await attemptsOf(learner)).toEqual({ sweep_attempts: 0, seconds: null });
    await command(school, learner, { name: 'pause' });
    await school.dataSource.query(
      `UPDATE inbox SET created_at = created_at - interval '1 minute' WHERE run_id = $1`,
      [learner.runId],
    );
    expect(await pass()).toEqual([learner.runId]);
  });

  it('rings a run to take back what was called off, too', async () => {
    const learner = await school.enrol({ ring: false });
    await takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
    await school.dataSource.query(
      `INSERT INTO effects (organization_id, run_id, key, kind, state, settled_at)
       VALUES ($1, $2::uuid, $2::text || ':x:1', 'certify', 'cancelled', clock_timestamp() - interval '1 minute')`,
      [school.organizationId, learner.runId],
    );
    expect(await pass()).toEqual([learner.runId]);
  });
});
