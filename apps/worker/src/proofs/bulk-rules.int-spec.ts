import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { bulkResult, controlBulk, endOfBulk, startBulk } from '../testing/bulk.ts';
import { greetings } from '../testing/definitions.ts';
import { type Learner, type School, openSchool, until } from '../testing/school.ts';
import { WorkerProcess } from '../testing/worker-process.ts';

jest.setTimeout(300_000);

/** Rule 8 for one order to many: rows first, each item once, whatever is killed and whoever else is at it. */
describe('a bulk operation', () => {
  let school: School;
  let learners: Learner[];

  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(greetings());
    await school.startWorker();
  });
  afterAll(() => school.close());

  const crowd = async (size: number): Promise<Learner[]> => {
    const made: Learner[] = [];
    for (let n = 0; n < size; n++) made.push(await school.enrol());
    await until(async () => (await standing(made, 'pause')) === size, 60, 'everybody to wait');
    return made;
  };
  beforeEach(async () => {
    learners = await crowd(12);
  });

  const runIds = (some = learners) => some.map(({ runId }) => runId);
  const standing = async (some: Learner[], stepId: string) => {
    const [row] = await school.dataSource.query<[{ n: number }]>(
      `SELECT count(*)::int AS n FROM step_runs
        WHERE run_id = ANY($1) AND step_id = $2 AND left_at IS NULL AND state = 'waiting'`,
      [runIds(some), stepId],
    );
    return row.n;
  };
  const tally = (items: Array<{ state: string }>) =>
    items.reduce<Record<string, number>>(
      (sum, { state }) => ({ ...sum, [state]: (sum[state] ?? 0) + 1 }),
      {},
    );
  const mails = (some = learners) =>
    school.dataSource.query<Array<{ run_id: string; n: number }>>(
      `SELECT run_id, count(*)::int AS n FROM messages WHERE run_id = ANY($1) AND step_id = 'later' GROUP BY run_id`,
      [runIds(some)],
    );

  it('gives its order to everybody a filter finds, and notes what each run answered', async () => {
    const bulk = await startBulk(school, { name: 'skip' }, { runIds: runIds(), stepId: 'pause' });
    expect(bulk.total).toBe(12);
    const { items } = await endOfBulk(school, bulk);
    expect(tally(items)).toEqual({ done: 12 });
    expect(items[0]!.detail).toBe('Went on from “Pause”.');
    expect(await standing(learners, 'rest')).toBe(12);
    const [process] = await school.dataSource.query<[{ state: string }]>(
      'SELECT state FROM processes WHERE id = $1',
      [bulk.processId],
    );
    expect(process.state).toBe('ended');
  });

  it('goes no faster than its rate, stops while it is paused, and goes on where it was', async () => {
    const bulk = await startBulk(school, { name: 'skip' }, { runIds: runIds() }, 2);
    await until(async () => (await standing(learners, 'rest')) >= 2, 30, 'the first');
    await controlBulk(school, bulk, 'paused');
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const paused = await bulkResult(school, bulk);
    const sent = paused.items.filter(({ sent_at: at }) => at !== null).length;
    expect(sent).toBeLessThan(12);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect((await bulkResult(school, bulk)).items.filter(({ sent_at: at }) => at !== null)).toHaveLength(
      sent,
    );
    await controlBulk(school, bulk, 'open');
    const { items } = await endOfBulk(school, bulk);
    expect(tally(items)).toEqual({ done: 12 });
    const moments = items.map(({ sent_at: at }) => at!.getTime()).toSorted((a, b) => a - b);
    const mostInASecond = Math.max(
      ...moments.map((at) => moments.filter((other) => other >= at && other < at + 1_000).length),
    );
    expect(mostInASecond).toBeLessThanOrEqual(2);
  });

  it('leaves the rest alone once it is stopped', async () => {
    const bulk = await startBulk(school, { name: 'skip' }, { runIds: runIds() }, 2);
    await until(async () => (await standing(learners, 'rest')) >= 1, 30, 'the first');
    await controlBulk(school, bulk, 'stopped');
    const { state, items } = await endOfBulk(school, bulk);
    expect(state).toBe('stopped');
    const done = items.filter((item) => item.state === 'done').length;
    expect(tally(items)).toEqual({ done, skipped: 12 - done });
    expect(await standing(learners, 'pause')).toBe(12 - done);
  });

  it('does nothing twice where two operators choose the same people at once, and tells each what became of it', async () => {
    const first = learners.slice(0, 8);
    const second = learners.slice(4);
    const [one, other] = await Promise.all([
      startBulk(school, { name: 'move', to: 'later' }, { runIds: runIds(first), stepId: 'pause' }),
      startBulk(school, { name: 'skip' }, { runIds: runIds(second), stepId: 'pause' }),
    ]);
    const results = await Promise.all([endOfBulk(school, one), endOfBulk(school, other)]);
    const items = results.flatMap((result) => result.items);
    expect(items).toHaveLength(16);
    expect(tally(items)).toEqual({ done: 12, refused: 4 });
    const refused = items.filter(({ state }) => state === 'refused');
    expect(new Set(refused.map(({ detail }) => detail))).toEqual(
      new Set(['The learner is no longer at that step.']),
    );
    for (const { runId } of learners)
      expect(items.filter((item) => item.run_id === runId && item.state === 'done')).toHaveLength(1);
    expect(await mails()).toEqual(
      expect.arrayContaining(learners.map(({ runId }) => ({ run_id: runId, n: 1 }))),
    );
  });

  it('survives its worker being killed, again and again: everybody once, nobody twice', async () => {
    await school.stopWorker();
    const worker = new WorkerProcess(school);
    try {
      const bulk = await startBulk(
        school,
        { name: 'move', to: 'later', effects: 'again' },
        { runIds: runIds() },
        3,
      );
      for (const pauseMs of [300, 1_700]) {
        await worker.start();
        const before = (await bulkResult(school, bulk)).items.filter(({ sent_at: at }) => at !== null).length;
        await until(
          async () =>
            (await bulkResult(school, bulk)).items.filter(({ sent_at: at }) => at !== null).length > before,
          60,
          'more to be sent',
        );
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        await worker.kill();
      }
      await worker.start();
      const { items } = await endOfBulk(school, bulk, 120);
      expect(tally(items)).toEqual({ done: 12 });
      expect(await mails()).toEqual(
        expect.arrayContaining(learners.map(({ runId }) => ({ run_id: runId, n: 1 }))),
      );
      const orders = await school.dataSource.query<Array<{ n: number }>>(
        `SELECT count(*)::int AS n FROM inbox WHERE run_id = ANY($1) AND kind = 'command' GROUP BY run_id`,
        [runIds()],
      );
      expect(orders.every(({ n }) => n === 1)).toBe(true);
    } finally {
      await worker.kill();
      await school.startWorker();
    }
  });
});
