import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Plan, initialState } from '@gradus/flow';
import { RunClock } from '../running/run-clock.ts';
import { type Asks, type Prepared, asksOf } from '../statements/pipeline.ts';
import { type ScratchDatabase, createScratchDatabase } from '../testing/scratch-database.ts';
import type { AwaitingRun } from './awaiting-run.ts';
import { readTasks } from './decided-tasks.ts';
import { endedCalls } from './ended-calls.ts';
import { readAwaited } from './read-awaited.ts';

/** All that is asked of a plan here: that it calls something, and opens pages. */
const CALLING = { definition: { steps: { call: { kind: 'callAutomation' } } } } as unknown as Plan;
const BOTH = {
  definition: {
    steps: { call: { kind: 'callAutomation' }, join: { kind: 'subscribe', config: { checkout: {} } } },
  },
} as unknown as Plan;

describe('how called runs ended', () => {
  let database: ScratchDatabase;
  let run: AwaitingRun;

  beforeAll(async () => {
    database = await createScratchDatabase();
    const { dataSource } = database;
    const [{ id: organizationId }] = await dataSource.query<[{ id: string }]>(
      `INSERT INTO organizations (slug, name, time_zone) VALUES ('school', 'School', 'UTC') RETURNING id`,
    );
    const [{ id: automationId }] = await dataSource.query<[{ id: string }]>(
      `INSERT INTO automations (organization_id, name, use, draft_definition, draft_layout)
       VALUES ($1, 'Campaign', 'campaign', '{}', '{}') RETURNING id`,
      [organizationId],
    );
    const [{ id: versionId }] = await dataSource.query<[{ id: string }]>(
      `INSERT INTO automation_versions (organization_id, automation_id, number, hash, definition, layout, catalogue, listens)
       VALUES ($1, $2, 1, '-', '{}', '{}', '{}', '{}') RETURNING id`,
      [organizationId, automationId],
    );
    await dataSource.query(
      `INSERT INTO users (email, password_hash, name) SELECT n || '@example.org', '-', 'Ada' FROM generate_series(1, 400) n`,
    );
    // Each person has been through ten runs, and each of these has called the next.
    await dataSource.query(
      `INSERT INTO runs (organization_id, automation_id, version_id, user_id, entry_key, state, condition, clock_origin,
                         outcome, finished_at, called_key)
       SELECT $1, $2, $3, u.id, u.id || ':' || n, '{"finished":{"at":1000}}', 'finished', to_timestamp(0), 'completed',
              clock_timestamp(), CASE WHEN n > 1 THEN u.id || ':' || n END
         FROM users u, generate_series(1, 10) n`,
      [organizationId, automationId, versionId],
    );
    await dataSource.query(
      `INSERT INTO effects (organization_id, run_id, version_id, key, kind, step_id, visit, state, fed_at, settled_at)
       SELECT organization_id, id, version_id, split_part(entry_key, ':', 1) || ':' || (split_part(entry_key, ':', 2)::int + 1),
              'callAutomation', 'call', 1, 'done', clock_timestamp(), clock_timestamp() FROM runs`,
    );
    await dataSource.query('ANALYZE runs; ANALYZE effects');
    const [first] = await dataSource.query<[{ id: string; user_id: string }]>(
      'SELECT id, user_id FROM runs WHERE called_key IS NULL ORDER BY id LIMIT 1',
    );
    run = {
      id: first.id,
      organizationId,
      userId: first.user_id,
      state: initialState(first.id, 0),
      clock: new RunClock(new Date(0), 1),
      now: new Date(5_000),
    };
  });
  afterAll(() => database.drop());

  async function asked(): Promise<{ statement: Prepared; values: unknown[] }> {
    const seen: Array<{ statement: Prepared; values: unknown[] }> = [];
    const asks: Asks = {
      ask(statement, values = []) {
        seen.push({ statement: statement as Prepared, values });
        return Promise.resolve([]);
      },
    };
    await endedCalls(asks, [{ run, plan: CALLING }]);
    return seen[0]!;
  }

  it('is known of the calls of this run alone', async () => {
    const asks: Asks = {
      ask: (statement, values) => database.dataSource.query((statement as Prepared).text, values),
    };
    const calls = await endedCalls(asks, [{ run, plan: CALLING }]);
    expect(calls.get(run.id)).toEqual([{ stepId: 'call', visit: 1, outcome: 'completed', at: 1_000 }]);
  });

  it('is read for many runs at once, beside what was decided and which pages were ended', async () => {
    const plain = asksOf(database.dataSource.manager);
    let statements = 0;
    const asks: Asks = {
      ask(statement, values) {
        statements += 1;
        return plain.ask(statement, values);
      },
    };
    const others = await database.dataSource.query<Array<{ id: string; user_id: string }>>(
      'SELECT id, user_id FROM runs WHERE called_key IS NULL ORDER BY id OFFSET 1 LIMIT 2',
    );
    const runs = others.map(({ id, user_id: userId }) => ({
      ...run,
      id,
      userId,
      state: initialState(id, 0),
    }));
    const decide = (runId: string, stepId: string, decision: string | null) =>
      database.dataSource.query(
        `INSERT INTO tasks (organization_id, run_id, version_id, step_id, visit, user_id, kind, title, holds, state, decision, closed_at)
         SELECT organization_id, id, version_id, $2, 1, user_id, 'approval', 'May she?', true,
                CASE WHEN $3::varchar IS NULL THEN 'open' ELSE 'decided' END, $3::varchar,
                CASE WHEN $3::varchar IS NOT NULL THEN to_timestamp(2) END FROM runs WHERE id = $1`,
        [runId, stepId, decision],
      );
    await decide(runs[0]!.id, 'first', 'approved');
    await decide(runs[0]!.id, 'second', 'rejected');
    await decide(runs[1]!.id, 'first', null);
    const all = [run, ...runs];
    const decided = await readTasks(
      asks,
      all.map(({ id }) => id),
    );
    await pageOf(runs[1]!, 'subscribed');
    const planned = all.map((one) => ({ run: one, plan: BOTH }));
    const read = await readAwaited(asks, planned, decided);
    expect(statements).toBe(3);
    const calls = [{ stepId: 'call', visit: 1, outcome: 'completed', at: 1_000 }];
    const tasks = [
      { stepId: 'first', visit: 1, at: 2_000, decision: 'approved' },
      { stepId: 'second', visit: 1, at: 2_000, decision: 'rejected' },
    ];
    expect(read.map((one) => one.calls)).toEqual([calls, calls, calls]);
    expect(read.map((one) => one.tasks.toSorted((a, b) => a.stepId.localeCompare(b.stepId)))).toEqual([
      [],
      tasks,
      [],
    ]);
    const page = { stepId: 'join', visit: 1, at: 3_000, state: 'subscribed' };
    expect(read.map((one) => one.checkouts)).toEqual([[], [], [page]]);
  });

  it('is not asked for where no drawing calls anything or opens a page', async () => {
    const asks: Asks = { ask: () => Promise.reject(new Error('Nothing is to be asked.')) };
    const plan = { definition: { steps: {} } } as unknown as Plan;
    expect(await readAwaited(asks, [{ run, plan }], new Map())).toEqual([
      { tasks: [], calls: [], checkouts: [] },
    ]);
  });

  /** A page that a run has opened, and how that ended. */
  async function pageOf({ id: runId, userId, organizationId }: AwaitingRun, decision: string): Promise<void> {
    const { dataSource } = database;
    const key = `${runId}:join:1`;
    const [row] = await dataSource.query<[{ id: string }]>(
      `INSERT INTO subscriptions (organization_id, user_id, run_id, key, title, amount_minor, currency, every, page_key,
                                  decision, decided_at)
       VALUES ($1, $2, $3, $4, 'The club', 900, 'EUR', 'month', $4, $5, to_timestamp(3)) RETURNING id`,
      [organizationId, userId, runId, key, decision],
    );
    await dataSource.query(
      `INSERT INTO effects (organization_id, run_id, version_id, key, kind, step_id, visit, state, outcome, fed_at, settled_at)
       SELECT organization_id, id, version_id, $2, 'subscribe', 'join', 1, 'done', jsonb_build_object('subscriptionId', $3::text),
              clock_timestamp(), clock_timestamp() FROM runs WHERE id = $1`,
      [runId, key, row.id],
    );
  }

  it('is found by indexes, however many effects there are of others', async () => {
    const { statement, values } = await asked();
    const lines = await database.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL plan_cache_mode = 'force_generic_plan'`);
      await manager.query(`PREPARE asked AS ${statement.text}`);
      const literals = values.map((value) => `'{${String(value)}}'`).join(', ');
      return manager.query<Array<{ 'QUERY PLAN': string }>>(`EXPLAIN EXECUTE asked(${literals})`);
    });
    const plan = lines.map((line) => line['QUERY PLAN']).join('\n');
    expect(plan).toContain('Index');
    expect(plan).not.toContain('Seq Scan');
  });
});
