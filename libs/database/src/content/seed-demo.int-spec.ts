import { join } from 'node:path';
import { DraftStaleError, publishVersion } from '../automations/publish-version.ts';
import { Plans } from '../running/plans.ts';
import { type ScratchDatabase, createScratchDatabase } from '../testing/scratch-database.ts';
import { seedDemo } from './seed-demo.ts';

const options = {
  coursesFolder: join(import.meta.dirname, '../../../../courses'),
  hashPassword: (password: string) => Promise.resolve(`hash of ${password}`),
};
let database: ScratchDatabase;

beforeAll(async () => {
  database = await createScratchDatabase();
});
afterAll(() => database.drop());

const rows = <T>(sql: string, parameters: unknown[] = []) => database.dataSource.query<T[]>(sql, parameters);

describe('the demo school', () => {
  it('is there once, however often it is brought in', async () => {
    const counts = () =>
      rows(`SELECT (SELECT count(*)::int FROM users) AS users, (SELECT count(*)::int FROM memberships) AS memberships,
                   (SELECT count(*)::int FROM courses) AS courses, (SELECT count(*)::int FROM automations) AS automations,
                   (SELECT count(*)::int FROM automation_versions) AS versions`);
    const [first, second] = await Promise.all([
      seedDemo(database.dataSource, options),
      seedDemo(database.dataSource, options),
    ]);
    expect(second.organizationId).toBe(first.organizationId);
    const once = await counts();
    expect(once).toEqual([{ users: 4, memberships: 4, courses: 2, automations: 2, versions: 2 }]);
    await seedDemo(database.dataSource, options);
    expect(await counts()).toEqual(once);
  });

  it('publishes journeys that run: compiled, listening, with their catalogue', async () => {
    const versions = await rows<{
      id: string;
      number: number;
      listens: string[];
      hash: string;
      live: boolean;
    }>(
      `SELECT v.id, v.number, v.listens, v.hash, a.live_version_id = v.id AS live
         FROM automation_versions v JOIN automations a ON a.id = v.automation_id`,
    );
    for (const version of versions) {
      expect(version).toMatchObject({ number: 1, live: true });
      expect(version.listens).toContain('enrollment.cancelled');
      const plan = await new Plans().of(database.dataSource.manager, version.id);
      expect(plan.hash).toBe(version.hash);
    }
  });

  it('publishes what the publisher saw, or nothing', async () => {
    const [automation] = await rows<{ id: string; organization_id: string }>(
      'SELECT id, organization_id FROM automations LIMIT 1',
    );
    const publish = (expectedRevision: number) =>
      database.dataSource.transaction((manager) =>
        publishVersion(manager, {
          organizationId: automation!.organization_id,
          automationId: automation!.id,
          publishedBy: null,
          note: '',
          expectedRevision,
        }),
      );
    await expect(publish(7)).rejects.toBeInstanceOf(DraftStaleError);
    const numbers = (await Promise.all([publish(1), publish(1), publish(1)])).map(({ number }) => number);
    expect(numbers.sort()).toEqual([2, 3, 4]);
  });
});
