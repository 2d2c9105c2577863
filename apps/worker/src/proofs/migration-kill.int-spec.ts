import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { processBell } from '@gradus/temporal';
import { inWeeks } from '../testing/definitions.ts';
import { publishOver, unbalanced } from '../testing/publishing.ts';
import { type Learner, type School, openSchool, until } from '../testing/school.ts';
import { WorkerProcess } from '../testing/worker-process.ts';

jest.setTimeout(300_000);

const PEOPLE = 12;

/** Rule 8 for people taken over to another version: a row a run first, and whatever is killed, each goes over once. */
describe('a migration whose worker is killed in the middle', () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool();
  });
  afterAll(() => school.close());

  it('takes everybody over once, nobody twice, at its rate, and the numbers add up', async () => {
    const automation = await school.publishJourney(inWeeks({ quiz: 5 }));
    await school.startWorker();
    const learners: Learner[] = [];
    for (let n = 0; n < PEOPLE; n += 1) learners.push(await school.enrol());
    const runIds = learners.map(({ runId }) => runId);
    const waiting = async () =>
      (
        await school.dataSource.query<unknown[]>(
          `SELECT 1 FROM step_runs WHERE run_id = ANY($1) AND step_id = 'quiz' AND state = 'waiting'`,
          [runIds],
        )
      ).length;
    await until(async () => (await waiting()) === PEOPLE, 60, 'everybody to wait');
    await school.stopWorker();

    const worker = new WorkerProcess(school);
    try {
      const { versionId, migrationId, processId } = await publishOver(
        school,
        automation,
        inWeeks({ quiz: 3 }),
        {},
        { runsPerSecond: 2 },
      );
      await school.parts.parts.bells.ring(processBell('migrateRuns', processId));
      const items = () =>
        school.dataSource.query<Array<{ state: string; sent_at: Date | null; moves: unknown }>>(
          'SELECT state, sent_at, moves FROM run_migration_items WHERE migration_id = $1',
          [migrationId],
        );
      const sent = async () => (await items()).filter(({ sent_at: at }) => at !== null).length;
      for (const pauseMs of [200, 1_300]) {
        await worker.start();
        const before = await sent();
        await until(async () => (await sent()) > before, 60, 'more to be told');
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        await worker.kill();
        expect(await sent()).toBeLessThan(PEOPLE);
      }
      await worker.start();
      await until(
        async () =>
          (
            await school.dataSource.query<unknown[]>(
              `SELECT 1 FROM run_migrations WHERE id = $1 AND state = 'done'`,
              [migrationId],
            )
          ).length === 1,
        120,
        'the migration to end',
      );
      expect(new Set((await items()).map(({ state }) => state))).toEqual(new Set(['done']));
      const told = await school.dataSource.query<Array<{ n: number }>>(
        `SELECT count(*)::int AS n FROM inbox WHERE run_id = ANY($1) AND kind = 'migrate' GROUP BY run_id`,
        [runIds],
      );
      expect(told.map(({ n }) => n)).toEqual(runIds.map(() => 1));
      const over = await school.dataSource.query<Array<{ version_id: string }>>(
        `SELECT version_id FROM step_runs WHERE run_id = ANY($1) AND step_id = 'quiz' AND left_at IS NULL`,
        [runIds],
      );
      expect(over.map(({ version_id: id }) => id)).toEqual(runIds.map(() => versionId));
      const moved = await school.dataSource.query<unknown[]>(
        'SELECT 1 FROM visit_migrations WHERE run_id = ANY($1)',
        [runIds],
      );
      expect(moved).toHaveLength(PEOPLE);
      const moments = (await items()).map(({ sent_at: at }) => at!.getTime());
      const most = Math.max(
        ...moments.map((at) => moments.filter((other) => other >= at && other < at + 900).length),
      );
      expect(most).toBeLessThanOrEqual(4);
      expect(await unbalanced(school)).toEqual([]);
    } finally {
      await worker.kill();
    }
  });
});
