import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { runWorkflowId } from '@gradus/contracts';
import { takeTurn } from '@gradus/activities';
import { begin } from '../testing/calls.ts';
import { campaign, publishCampaign, stay } from '../testing/campaigns.ts';
import { twoWeeks } from '../testing/definitions.ts';
import { completeEverything } from '../testing/learner-deeds.ts';
import { type Learner, type School, openSchool, tell, until } from '../testing/school.ts';

jest.setTimeout(90_000);

/** A week in six seconds: what is looked for in between must not be over before a busy machine looks. */
const SPEED = (7 * 86_400) / 6;

describe('a run, on real PostgreSQL and Temporal', () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(twoWeeks());
    await school.startWorker();
  });
  afterAll(() => school.close());

  const run = async (learner: Learner) => {
    const [row] = await school.dataSource.query<
      Array<{ condition: string; outcome: string | null; state: { tokens: Array<{ stepId: string }> } }>
    >('SELECT condition, outcome, state FROM runs WHERE id = $1', [learner.runId]);
    return row!;
  };
  const at = (learner: Learner, stepId: string) =>
    until(async () => (await run(learner)).state.tokens.some((token) => token.stepId === stepId), 30, stepId);

  it('opens week 1 in the enrol transaction, before any worker looks', async () => {
    const learner = await school.enrol({ ring: false });
    const open = await school.dataSource.query<Array<{ key: string }>>(
      `SELECT m.key FROM module_unlocks u JOIN modules m ON m.id = u.module_id
        WHERE u.enrollment_id = $1 AND u.unlock_at <= clock_timestamp()`,
      [learner.enrollmentId],
    );
    expect(open.map(({ key }) => key)).toEqual(['prompt-foundations']);
    const [week2] = await school.dataSource.query<Array<{ unlock_at: Date; enrolled_at: Date }>>(
      `SELECT u.unlock_at, e.enrolled_at FROM module_unlocks u JOIN modules m ON m.id = u.module_id
         JOIN enrollments e ON e.id = u.enrollment_id WHERE u.enrollment_id = $1 AND m.key = 'refine-and-check'`,
      [learner.enrollmentId],
    );
    expect(week2!.unlock_at.getTime() - week2!.enrolled_at.getTime()).toBeCloseTo(7 * 86_400_000, -4);
  });

  it('listens from its first turn on for what ends it, and ends when that happens', async () => {
    const learner = await school.enrol({ ring: false });
    const drawing = campaign({ kind: 'manual' }, { stay: stay() });
    drawing.settings.exitOn = ['payment.cancelled'];
    const runId = await begin(school, await publishCampaign(school, drawing), learner);
    await takeTurn(school.dataSource, school.parts.parts.plans, runId);
    const listens = () =>
      school.dataSource.query('SELECT step_id, visit, event_type FROM waits WHERE run_id = $1', [runId]);
    expect(await listens()).toEqual([{ step_id: 'start', visit: 0, event_type: 'payment.cancelled' }]);
    await tell(school, learner, 'payment.cancelled', `payment.cancelled:${learner.enrollmentId}`);
    await until(
      async () => (await run({ ...learner, runId })).outcome === 'exited',
      30,
      'the end of the run',
    );
    expect(await listens()).toEqual([]);
  });

  it('plays to the certificate, each effect once', async () => {
    const learner = await school.enrol({ speed: SPEED });
    await at(learner, 'done');
    await completeEverything(school, learner);
    await until(async () => (await run(learner)).outcome === 'completed', 30, 'the end of the run');
    const counts = await school.dataSource.query<Array<{ what: string; n: number }>>(
      `SELECT 'messages' AS what, count(*)::int AS n FROM messages WHERE run_id = $1
       UNION ALL SELECT 'unlocks', count(*)::int FROM module_unlocks WHERE enrollment_id = $2 AND state = 'released'
       UNION ALL SELECT 'credentials', count(*)::int FROM credentials WHERE enrollment_id = $2 AND state = 'issued'`,
      [learner.runId, learner.enrollmentId],
    );
    expect(Object.fromEntries(counts.map(({ what, n }) => [what, n]))).toEqual({
      messages: 1,
      unlocks: 2,
      credentials: 1,
    });
  });

  it('survives the termination of its workflow in Temporal', async () => {
    const learner = await school.enrol({ speed: SPEED });
    await at(learner, 'week2');
    await school.parts.client.workflow
      .getHandle(runWorkflowId(learner.runId))
      .terminate('an operator did this');
    await until(async () => (await run(learner)).outcome === 'ended', 40, 'the end of the run');
  });

  it('takes a turn any number of times, at the same time, without doing anything twice', async () => {
    const learner = await school.enrol({ speed: 1, ring: false });
    await Promise.all(
      Array.from({ length: 8 }, () => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId)),
    );
    const visits = await school.dataSource.query<unknown[]>('SELECT 1 FROM step_runs WHERE run_id = $1', [
      learner.runId,
    ]);
    const messages = await school.dataSource.query<unknown[]>('SELECT 1 FROM messages WHERE run_id = $1', [
      learner.runId,
    ]);
    expect([visits.length, messages.length]).toEqual([4, 1]);
  });

  it('is brought back by the sweep when nobody rang', async () => {
    const learner = await school.enrol({ speed: 1, ring: false });
    await school.dataSource.query(
      `UPDATE runs SET wake_at = clock_timestamp() - interval '1 minute' WHERE id = $1`,
      [learner.runId],
    );
    await at(learner, 'week2');
    const found = await school.dataSource.query<unknown[]>(
      'SELECT 1 FROM sweep_findings WHERE subject_id = $1',
      [learner.runId],
    );
    expect(found).toHaveLength(1);
  });

  it('adds up: entered = waiting + running + blocked + held + left + exited', async () => {
    const [row] = await school.dataSource.query<[{ wrong: number }]>(
      `SELECT count(*)::int AS wrong FROM runs r
        WHERE jsonb_array_length(r.state->'tokens') <>
              (SELECT count(*) FROM step_runs s WHERE s.run_id = r.id AND s.state IN ('waiting', 'running', 'blocked', 'held'))`,
    );
    expect(row.wrong).toBe(0);
  });
});
