import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Definition } from '@gradus/flow';
import { type ScratchDatabase, createScratchDatabase } from '../testing/scratch-database.ts';
import { type Admission, type EnteredAutomation, type Occasion, admit } from './admit.ts';
import { Plans } from './plans.ts';
import { publishVersion } from '../automations/publish-version.ts';

/** Entry rules are unique indexes, suppression is looked up under a lock: both hold against everybody at once. */
describe('entering an automation', () => {
  let database: ScratchDatabase;
  let organizationId: string;
  const plans = new Plans();

  beforeAll(async () => {
    database = await createScratchDatabase();
    [{ id: organizationId }] = await database.dataSource.query<[{ id: string }]>(
      `INSERT INTO organizations (slug, name, time_zone) VALUES ('school', 'School', 'UTC') RETURNING id`,
    );
  });
  afterAll(() => database.drop());

  async function person(): Promise<string> {
    const [row] = await database.dataSource.query<[{ id: string }]>(
      `INSERT INTO users (email, password_hash, name) VALUES ($1, '-', 'Ada') RETURNING id`,
      [`${randomUUID()}@example.org`],
    );
    return row.id;
  }

  async function campaign(
    entry: Definition['entry'],
    settings: Partial<Definition['settings']> = {},
  ): Promise<EnteredAutomation> {
    const definition: Definition = {
      schemaVersion: 2,
      trigger: 'start',
      entry,
      settings: { exitOn: [], ...settings },
      steps: {
        start: { kind: 'trigger', title: 'Start', config: { on: { kind: 'manual' } } },
        stay: {
          kind: 'wait',
          title: 'Stay',
          config: { for: { kind: 'duration', duration: { amount: 9, unit: 'days' } }, zone: 'none' },
        },
        done: { kind: 'end', title: 'Done', config: { outcome: 'completed' } },
      },
      edges: [
        { from: 'start', port: 'next', to: 'stay' },
        { from: 'stay', port: 'next', to: 'done' },
      ],
    };
    const [{ id }] = await database.dataSource.query<[{ id: string }]>(
      `INSERT INTO automations (organization_id, name, use, draft_definition, draft_layout)
       VALUES ($1, 'Campaign', 'campaign', $2, '{}') RETURNING id`,
      [organizationId, JSON.stringify(definition)],
    );
    const { versionId } = await database.dataSource.transaction((manager) =>
      publishVersion(manager, {
        organizationId,
        automationId: id,
        publishedBy: null,
        note: '',
        expectedRevision: 1,
      }),
    );
    return { id, organizationId, use: 'campaign', versionId, definition };
  }

  let occasions = 0;
  const occasion = (data: Occasion['data'] = {}): Occasion => ({
    key: `event:${(occasions += 1)}`,
    at: new Date(),
    data,
  });
  const enter = (automation: EnteredAutomation, userId: string, on = occasion()): Promise<Admission> =>
    database.dataSource.transaction((manager) =>
      admit(manager, plans, automation, { organizationId, userId, enrollmentId: null }, on),
    );
  const because = async (entering: Promise<Admission>) => {
    const answer = await entering;
    return answer.runId === null ? answer.because : 'started';
  };
  const endRuns = (automation: EnteredAutomation) =>
    database.dataSource.query(
      'UPDATE runs SET finished_at = clock_timestamp(), wake_at = NULL WHERE automation_id = $1',
      [automation.id],
    );

  it('once: never a second time', async () => {
    const automation = await campaign({ rule: 'once' });
    const ada = await person();
    expect(await because(enter(automation, ada))).toBe('started');
    expect(await because(enter(automation, ada))).toBe('inside');
    await endRuns(automation);
    expect(await because(enter(automation, ada))).toBe('entered-before');
    expect(await because(enter(automation, await person()))).toBe('started');
  });

  it('after the last run ended: one at a time, also when ten come at once', async () => {
    const automation = await campaign({ rule: 'afterEnd' });
    const ada = await person();
    const answers = await Promise.all(Array.from({ length: 10 }, () => because(enter(automation, ada))));
    expect(answers.filter((answer) => answer === 'started')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'inside')).toHaveLength(9);
    await endRuns(automation);
    expect(await because(enter(automation, ada))).toBe('started');
  });

  it('always: once an occasion', async () => {
    const automation = await campaign({ rule: 'always' });
    const ada = await person();
    const on = occasion();
    expect(await because(enter(automation, ada, on))).toBe('started');
    expect(await because(enter(automation, ada, on))).toBe('inside');
    expect(await because(enter(automation, ada))).toBe('started');
  });

  it('keyed: once per value of the key, for each person', async () => {
    const automation = await campaign({ rule: 'keyed', key: 'event.module' });
    const [ada, ben] = [await person(), await person()];
    expect(await because(enter(automation, ada, occasion({ module: 'week-1' })))).toBe('started');
    await endRuns(automation);
    expect(await because(enter(automation, ada, occasion({ module: 'week-1' })))).toBe('entered-before');
    expect(await because(enter(automation, ada, occasion({ module: 'week-2' })))).toBe('started');
    expect(await because(enter(automation, ben, occasion({ module: 'week-1' })))).toBe('started');
    await expect(enter(automation, ben, occasion())).rejects.toMatchObject({
      code: 'flow.condition-failed',
    });
  });

  it('begins with what the occasion brought as variables', async () => {
    const automation = await campaign({ rule: 'once' });
    const { runId } = await enter(automation, await person(), occasion({ plan: 'gold', seats: 3 }));
    const [run] = await database.dataSource.query<[{ vars: unknown }]>(
      `SELECT state->'vars' AS vars FROM runs WHERE id = $1`,
      [runId],
    );
    expect(run.vars).toEqual({ plan: 'gold', seats: 3 });
  });

  it('is kept out while inside another automation, and let in afterwards', async () => {
    const other = await campaign({ rule: 'always' });
    const automation = await campaign({ rule: 'always' }, { suppressWhile: [other.id] });
    const ada = await person();
    await enter(other, ada);
    expect(await because(enter(automation, ada))).toBe('suppressed');
    expect(await because(enter(automation, await person()))).toBe('started');
    await endRuns(other);
    expect(await because(enter(automation, ada))).toBe('started');
  });

  it('lets only one of two that exclude each other have a person, however they race', async () => {
    const [a, b] = [await campaign({ rule: 'always' }), await campaign({ rule: 'always' })];
    const excluding = (one: EnteredAutomation, other: EnteredAutomation): EnteredAutomation => ({
      ...one,
      definition: {
        ...one.definition,
        settings: { ...one.definition.settings, suppressWhile: [other.id] },
      },
    });
    for (let round = 0; round < 10; round += 1) {
      const ada = await person();
      const answers = await Promise.all([
        because(enter(excluding(a, b), ada)),
        because(enter(excluding(b, a), ada)),
      ]);
      expect(answers.toSorted()).toEqual(['started', 'suppressed']);
    }
  });
});
