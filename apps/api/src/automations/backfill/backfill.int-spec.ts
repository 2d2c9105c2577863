import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordEvent, saveSegment } from '@gradus/database';
import type { Definition, StepOf } from '@gradus/flow';
import { CourseSchool } from '../../testing/course-school.ts';

type Start = StepOf<'trigger'>['config']['on'];
let school: CourseSchool;
let staff: string;
beforeAll(async () => {
  school = await CourseSchool.start();
  staff = (await school.api.person('instructor')).token;
}, 20_000);
afterAll(() => school.stop(), 20_000);

function drawingOf(on: Start): Definition {
  return {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    settings: { exitOn: [] },
    steps: {
      start: { kind: 'trigger', title: 'Start', config: { on } },
      done: { kind: 'end', title: 'Done', config: { outcome: 'completed' } },
    },
    edges: [{ from: 'start', port: 'next', to: 'done' }],
  };
}

async function automationOf(on: Start): Promise<string> {
  const [row] = await school.api.query<{ id: string }>(
    `INSERT INTO automations (organization_id, name, use, draft_definition, draft_layout)
     VALUES ($1, 'Backfilled', 'campaign', $2, '{}') RETURNING id`,
    [school.api.organizationId, JSON.stringify(drawingOf(on))],
  );
  return row!.id;
}
const preview = async (id: string) =>
  (await school.get(`/api/automations/${id}/backfill`, staff)).body.people;
const publish = (id: string, revision: number, backfill?: object) =>
  school.api.ask('POST', `/api/automations/${id}/publish`, {
    as: staff,
    headers: { 'idempotency-key': randomUUID() },
    body: { revision, note: '', ...(backfill ? { backfill } : {}) },
  });
const admissionsOf = (id: string) =>
  school.api.query<{ cause: string; mode: string; rate_per_minute: number; people: number; process: string }>(
    `SELECT a.cause, a.mode, a.rate_per_minute, p.state AS process,
            (SELECT count(*)::int FROM admission_items i WHERE i.admission_id = a.id) AS people
       FROM admissions a JOIN processes p ON p.subject_id = a.id WHERE a.automation_id = $1`,
    [id],
  );
const happens = (userId: string, type: 'tag.added' | 'lesson.completed') =>
  recordEvent(school.api.scratch.dataSource.manager, {
    organizationId: school.api.organizationId,
    type,
    key: randomUUID(),
    userId,
  });

describe('people who qualify already when an automation is published', () => {
  it('are those to whom it has happened, once each, and are skipped unless somebody says so', async () => {
    const [ada, bob] = [await school.api.person(), await school.api.person()];
    const stranger = await school.api.person('learner', await school.api.organization('others'));
    for (const { userId } of [ada, ada, bob, stranger]) await happens(userId, 'tag.added');
    const id = await automationOf({ kind: 'event', event: 'tag.added' });
    const people = await preview(id);
    expect(people).toMatchObject({ total: 2, enter: 2 });
    expect(people.samples.map(({ userId }: { userId: string }) => userId)).toEqual([ada.userId, bob.userId]);
    expect((await publish(id, 1)).status).toBe(200);
    expect(await admissionsOf(id)).toEqual([]);
    expect(await preview(id)).toBeNull();
  });

  it('are let in, or noted as done, by a process that is there with the version', async () => {
    const { userId } = await school.api.person();
    await happens(userId, 'lesson.completed');
    const open = { cause: 'backfill', people: 1, process: 'open' };
    for (const mode of ['run', 'mark']) {
      const id = await automationOf({ kind: 'event', event: 'lesson.completed' });
      expect((await publish(id, 1, { mode, ratePerMinute: 30 })).status).toBe(200);
      expect(await admissionsOf(id)).toEqual([{ ...open, mode, rate_per_minute: 30 }]);
    }
  });

  it('are the members of its segment', async () => {
    const segment = randomUUID();
    await school.api.scratch.dataSource.transaction((manager) =>
      saveSegment(manager, {
        id: segment,
        organizationId: school.api.organizationId,
        name: 'Teachers',
        audience: { match: 'all', conditions: [{ about: 'role', roles: ['instructor'] }] },
        savedBy: null,
      }),
    );
    const people = await preview(await automationOf({ kind: 'segment', segment }));
    expect(people.enter).toBeGreaterThan(0);
  });

  it('are by a where-clause those whom it would have let in, by what was so at that moment', async () => {
    const [early, late, never, wrong] = [
      await school.learner(),
      await school.learner(),
      await school.learner(),
      await school.learner(),
    ];
    const { manager } = school.api.scratch.dataSource;
    const tagged = (userId: string, tag: string, occurredAt: Date) =>
      recordEvent(manager, {
        organizationId: school.api.organizationId,
        type: 'tag.added',
        key: randomUUID(),
        userId,
        data: { tag },
        occurredAt,
      });
    const country = (userId: string, value: string, at: Date) =>
      school.api.query(
        `INSERT INTO person_fields (organization_id, user_id, field, type, value, set_at) VALUES ($1, $2, 'country', 'text', $3, $4)`,
        [school.api.organizationId, userId, JSON.stringify(value), at],
      );
    const [before, then, after] = [1, 2, 3].map((minute) => new Date(Date.now() + minute * 60_000));
    for (const { userId } of [early, late, never]) await tagged(userId, 'vip', then!);
    await tagged(wrong.userId, 'other', then!);
    await country(early.userId, 'NO', before!);
    await country(late.userId, 'NO', after!);
    await country(wrong.userId, 'NO', before!);
    const on = (where: string) => ({ kind: 'event' as const, event: 'tag.added', where });
    const idsOf = (people: { samples: Array<{ userId: string }> }) =>
      people.samples.map(({ userId }) => userId);
    const vip = await preview(await automationOf(on('event.tag == "vip"')));
    expect(new Set(idsOf(vip))).toEqual(new Set([early, late, never].map(({ userId }) => userId)));
    const id = await automationOf(on('event.tag == "vip" && facts.fields.country == "NO"'));
    expect(idsOf(await preview(id))).toEqual([early.userId]);
    expect((await publish(id, 1, { mode: 'mark' })).status).toBe(200);
    expect(await admissionsOf(id)).toMatchObject([{ mode: 'mark', people: 1 }]);
  });

  it('are not worked out where too many events would have to be looked up for it, and are where each says it itself', async () => {
    const { userId } = await school.api.person();
    await school.api.query(
      `INSERT INTO domain_events (organization_id, type, key, user_id, data)
       SELECT $1, 'tag.removed', 'many:' || n, $2, '{"tag": "many"}' FROM generate_series(1, 1001) n`,
      [school.api.organizationId, userId],
    );
    const on = (where: string) => ({ kind: 'event' as const, event: 'tag.removed', where });
    const asking = await automationOf(on('event.tag == "many" && facts.fields.country == "NO"'));
    expect(await preview(asking)).toBeNull();
    expect((await publish(asking, 1, { mode: 'run' })).status).toBe(200);
    expect(await admissionsOf(asking)).toEqual([]);
    expect(await preview(await automationOf(on('event.tag == "many"')))).toMatchObject({ total: 1 });
  });

  it('are nobody where only the future can tell, and nothing comes of asking for them', async () => {
    const id = await automationOf({ kind: 'manual' });
    expect(await preview(id)).toBeNull();
    expect((await publish(id, 1, { mode: 'run' })).status).toBe(200);
    expect(await admissionsOf(id)).toEqual([]);
  });

  it('are not shown to ops or learners', async () => {
    const id = await automationOf({ kind: 'manual' });
    for (const role of ['ops', 'learner'] as const)
      expect(
        (await school.get(`/api/automations/${id}/backfill`, (await school.api.person(role)).token)).status,
      ).toBe(403);
  });
});
