import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import type { BulkFilter, RunOrder } from '@gradus/contracts';
import type { Step } from '@gradus/flow';
import { endOfBulk, startBulk } from '../testing/bulk.ts';
import { campaign, publishCampaign, stay } from '../testing/campaigns.ts';
import { greetings } from '../testing/definitions.ts';
import { Letterbox, deliverAll, relayOf } from '../testing/letterbox.ts';
import { routeAll } from '../testing/route-all.ts';
import { type Learner, type School, command, openSchool, tell, until } from '../testing/school.ts';
import { WorkerProcess } from '../testing/worker-process.ts';
import { twelveWeeks } from '../../../../bench/src/run-cost/drawing.ts';

jest.setTimeout(120_000);

/** One second is one minute. */
const SPEED = 60;

/** What other engines got wrong on a real database, with the number of the report: builders.md 3.1. */
describe('what went wrong elsewhere does not here', () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool();
    const modules = ['prompt-foundations', 'refine-and-check'];
    await school.publishJourney(twelveWeeks(modules));
  });
  afterAll(() => school.close());

  const deliverTo = (letterbox: Letterbox) => deliverAll(relayOf(school, letterbox));
  const mailed = async (): Promise<Learner> => {
    const learner = await school.enrol({ ring: false });
    await takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
    return learner;
  };
  const addressOf = async ({ userId }: Learner) => {
    const [row] = await school.dataSource.query<[{ email: string }]>(
      'SELECT email FROM users WHERE id = $1',
      [userId],
    );
    return row.email;
  };

  it('PostHog #86386: a run that died in the middle of sending goes on, and its mail carries the same id', async () => {
    const learner = await mailed();
    const letterbox = new Letterbox();
    await school.dataSource.query(
      `UPDATE messages SET state = 'claimed', attempt = 1, claimed_by = 'the dead', retrying_since = clock_timestamp(),
              claimed_until = clock_timestamp() - interval '1 second' WHERE run_id = $1`,
      [learner.runId],
    );
    await deliverTo(letterbox);
    await deliverTo(letterbox);
    expect(letterbox.taken.map(({ messageId }) => messageId)).toEqual([
      expect.stringContaining(`<${learner.runId}.week-1-mail.1.1@`),
    ]);
  });

  it('Mautic #7226: one address that is refused repeats nothing to the others', async () => {
    const learners = [await mailed(), await mailed(), await mailed()];
    const letterbox = new Letterbox();
    letterbox.refuses = await addressOf(learners[1]!);
    for (let round = 0; round < 3; round++) await deliverTo(letterbox);
    const others = [await addressOf(learners[0]!), await addressOf(learners[2]!)];
    expect(letterbox.taken.map(({ to }) => to).toSorted()).toEqual(others.toSorted());
  });

  it('n8n #28541: what the database keeps as text or date resumes a wait at the same millisecond', async () => {
    const learner = await mailed();
    const [before] = await school.dataSource.query<[{ deadline: number; wake: number }]>(
      `SELECT (state->'tokens'->0->>'deadline')::bigint::double precision AS deadline,
              (EXTRACT(EPOCH FROM wake_at) * 1000)::double precision AS wake FROM runs WHERE id = $1`,
      [learner.runId],
    );
    expect(typeof before.deadline).toBe('number');
    expect(Math.abs(before.wake - before.deadline)).toBeLessThan(2);
    const turn = await takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
    expect(turn.look?.sleep_ms).toBeGreaterThan(6 * 86_400_000);
  });

  it('Mautic #9797: somebody who comes again before the first run has ended is inside once', async () => {
    const automation = await publishCampaign(school, {
      ...campaign({ kind: 'event', event: 'lesson.completed' }, { stay: stay() }),
      entry: { rule: 'afterEnd' },
    });
    const learner = await mailed();
    for (const key of ['one', 'two', 'three']) await tell(school, learner, 'lesson.completed', key);
    await routeAll(school);
    const [runs] = await school.dataSource.query<[{ n: number }]>(
      'SELECT count(*)::int AS n FROM runs WHERE automation_id = $1',
      [automation],
    );
    expect(runs.n).toBe(1);
  });

  describe('with workers that are killed', () => {
    let worker: WorkerProcess;
    beforeAll(async () => {
      worker = new WorkerProcess(school);
      await worker.start();
    });
    afterAll(() => worker.kill());

    it('n8n #14198, Twenty #22995: waits below 65 s and above come to their end after SIGKILL, and no run is left "running"', async () => {
      const waits = { short: stayFor(1), long: stayFor(2) };
      const automation = await publishCampaign(
        school,
        campaign({ kind: 'event', event: 'module.completed' }, waits),
      );
      const learner = await school.enrol({ speed: SPEED, ring: false });
      await tell(school, learner, 'module.completed', 'module.completed:kill');
      await until(() => finished(automation, 0), 20, 'the run to begin');
      await worker.kill();
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await worker.start();
      await until(() => finished(automation, 1), 60, 'the run to end');
      const visits = await school.dataSource.query<
        Array<{ step_id: string; visit: number; minutes: number }>
      >(
        `SELECT s.step_id, s.visit, EXTRACT(EPOCH FROM s.left_at - s.entered_at)::int / 60 AS minutes
           FROM step_runs s JOIN runs r ON r.id = s.run_id
          WHERE r.automation_id = $1 AND s.step_id IN ('short', 'long') ORDER BY s.entered_at`,
        [automation],
      );
      expect(visits).toEqual([
        { step_id: 'short', visit: 1, minutes: 1 },
        { step_id: 'long', visit: 1, minutes: 2 },
      ]);
    });

    it('Kestra #18683: a restart of many reaches those that wait and those that are blocked; those that are paused say so and come after it', async () => {
      const hello = greetings().steps['hello']!;
      const automation = await publishCampaign(
        school,
        campaign({ kind: 'event', event: 'submission.made' }, { hello, stay: stay(), blue: BLUE }),
      );
      for (const learner of [await mailed(), await mailed(), await mailed()])
        await tell(school, learner, 'submission.made', `restart:${learner.userId}`);
      const standing = async () => {
        const rows = await school.dataSource.query<Array<{ at: string }>>(
          `SELECT s.step_id || ' ' || s.state AS at FROM step_runs s JOIN runs r ON r.id = s.run_id
            WHERE r.automation_id = $1 AND s.left_at IS NULL ORDER BY 1`,
          [automation],
        );
        return rows.map(({ at }) => at).join(', ');
      };
      const all = 'stay waiting, stay waiting, stay waiting';
      await until(async () => (await standing()) === all, 30, 'all to wait');
      const runs = await school.dataSource.query<Array<{ runId: string }>>(
        'SELECT id AS "runId" FROM runs WHERE automation_id = $1',
        [automation],
      );
      const [paused, blocked] = runs.map(({ runId }) => ({ runId, userId: '', enrollmentId: '' }));
      await command(school, paused!, { name: 'pause' });
      await command(school, blocked!, { name: 'skip', stepId: 'stay', visit: 1 });
      for (const { runId } of runs) await takeTurn(school.dataSource, school.parts.parts.plans, runId);
      expect(await standing()).toBe('blue blocked, stay held, stay waiting');
      const order = async (given: RunOrder, filter: BulkFilter) => {
        const { items } = await endOfBulk(school, await startBulk(school, given, filter));
        return items.map(({ state, detail }) => (state === 'done' ? state : detail)).toSorted();
      };
      const again = { name: 'move', to: 'hello', effects: 'again' } as const;
      expect(await order(again, { automationId: automation })).toEqual([
        'This run is paused. Resume it first.',
        'done',
        'done',
      ]);
      expect(await order({ name: 'resume' }, { automationId: automation, state: 'held' })).toEqual(['done']);
      expect(await order(again, { runIds: [paused!.runId] })).toEqual(['done']);
      expect(await standing()).toBe(all);
      const [mails] = await school.dataSource.query<[{ n: number }]>(
        'SELECT count(*)::int AS n FROM messages WHERE run_id = ANY($1)',
        [runs.map(({ runId }) => runId)],
      );
      expect(mails.n).toBe(6);
    });

    async function finished(automation: string, count: number): Promise<boolean> {
      const [row] = await school.dataSource.query<[{ all: number; done: number }]>(
        `SELECT count(*)::int AS all, count(finished_at)::int AS done FROM runs WHERE automation_id = $1`,
        [automation],
      );
      return row.all === 1 && row.done === count;
    }
  });
});

/** Blocks whoever comes: nothing ever sets the variable. */
const BLUE: Step = { kind: 'filter', title: 'Blue?', config: { condition: 'vars.colour == "blue"' } };

function stayFor(minutes: number): Step {
  const duration = { amount: minutes, unit: 'minutes' as const };
  return {
    kind: 'wait',
    title: `Wait ${minutes} minutes`,
    config: { for: { kind: 'duration', duration }, zone: 'none' },
  };
}
