import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { takeTurn } from '@gradus/activities';
import { RunClock, addTag, lockPerson, readFacts, removeTag, setField } from '@gradus/database';
import { factsAt } from '@gradus/flow';
import type { EntityManager } from 'typeorm';
import { journeyOf, waitOf } from '../testing/drawings.ts';
import { routeAll } from '../testing/route-all.ts';
import { type Learner, type School, openSchool } from '../testing/school.ts';

jest.setTimeout(60_000);

const HOUR = 3_600_000;

/** Tags and fields are rows with dates: a turn writes them, other runs hear of them, a late turn decides as in time. */
describe('a step that changes the person', () => {
  let school: School;
  beforeAll(async () => {
    school = await openSchool();
    await school.publishJourney(
      journeyOf(
        {
          on: { kind: 'tag', title: 'Tag', config: { do: 'add', tag: 'begun' } },
          stage: {
            kind: 'setField',
            title: 'Stage',
            config: { field: 'stage', value: { kind: 'text', text: 'inside' } },
          },
          wait: waitOf(2, 'hours'),
          ask: {
            kind: 'branch',
            title: 'VIP?',
            config: { branches: [{ id: 'yes', title: 'Yes', condition: '"vip" in facts.tags' }] },
          },
          vip: { kind: 'tag', title: 'Seen', config: { do: 'add', tag: 'seen' } },
          until: {
            kind: 'waitFor',
            title: 'Until called',
            config: { for: { kind: 'facts', condition: 'facts.fields.called' }, zone: 'none' },
          },
        },
        [
          ['ask', 'yes', 'vip'],
          ['ask', 'otherwise', 'until'],
        ],
      ),
    );
  });
  afterAll(() => school.close());

  const turn = (learner: Learner) => takeTurn(school.dataSource, school.parts.parts.plans, learner.runId);
  const newcomer = async () => {
    const learner = await school.enrol({ ring: false });
    await turn(learner);
    return learner;
  };
  /** As if everything that has happened so far had happened that much earlier. */
  const age = async (learner: Learner, ms: number) => {
    const by = `make_interval(secs => ${ms / 1_000})`;
    await school.dataSource.query(
      `UPDATE runs SET clock_origin = clock_origin - ${by},
              state = jsonb_set(jsonb_set(state, '{clock}', to_jsonb((state->>'clock')::bigint - $2::bigint)),
                '{tokens,0,deadline}', to_jsonb((state->'tokens'->0->>'deadline')::bigint - $2::bigint)) WHERE id = $1`,
      [learner.runId, ms],
    );
    for (const [table, column] of [
      ['person_tags', 'added_at'],
      ['person_tags', 'removed_at'],
      ['person_fields', 'set_at'],
    ])
      await school.dataSource.query(`UPDATE ${table} SET ${column} = ${column} - ${by} WHERE user_id = $1`, [
        learner.userId,
      ]);
  };
  const tagsOf = (learner: Learner) =>
    school.dataSource.query<Array<{ tag: string; open: boolean; run: string | null }>>(
      'SELECT tag, removed_at IS NULL AS open, added_by_run AS run FROM person_tags WHERE user_id = $1 ORDER BY tag',
      [learner.userId],
    );
  const placeOf = async (learner: Learner) => {
    const [row] = await school.dataSource.query<[{ step: string | null }]>(
      `SELECT state->'tokens'->0->>'stepId' AS step FROM runs WHERE id = $1`,
      [learner.runId],
    );
    return row.step;
  };
  const personOf = (learner: Learner) => ({ organizationId: school.organizationId, userId: learner.userId });
  const within = <T>(work: (manager: EntityManager) => Promise<T>) => school.dataSource.transaction(work);

  it('writes rows with the run that did it, and events that hold no value', async () => {
    const learner = await newcomer();
    expect(await tagsOf(learner)).toEqual([{ tag: 'begun', open: true, run: learner.runId }]);
    const fields = await school.dataSource.query(
      'SELECT field, type, value, set_by_run FROM person_fields WHERE user_id = $1',
      [learner.userId],
    );
    expect(fields).toEqual([{ field: 'stage', type: 'text', value: 'inside', set_by_run: learner.runId }]);
    const events = await school.dataSource.query<Array<{ type: string; data: object }>>(
      `SELECT type, data FROM domain_events WHERE user_id = $1 AND type ~ '^(tag|field)' ORDER BY seq`,
      [learner.userId],
    );
    expect(events).toEqual([
      { type: 'tag.added', data: { tag: 'begun' } },
      { type: 'field.changed', data: { field: 'stage' } },
    ]);
    const story = await school.dataSource.query<Array<{ text: string }>>(
      'SELECT data::text AS text FROM run_events WHERE run_id = $1',
      [learner.runId],
    );
    expect(story.map(({ text }) => text).join()).not.toContain('inside');
  });

  it('decides late as it would have decided in time: tagged for an hour, then no more', async () => {
    const during = await newcomer();
    await within((manager) => addTag(manager, personOf(during), 'vip', {}));
    await age(during, 3 * HOUR);
    await within((manager) => removeTag(manager, personOf(during), 'vip', {}));
    await turn(during);
    expect((await tagsOf(during)).map(({ tag }) => tag)).toContain('seen');

    const after = await newcomer();
    await within((manager) => addTag(manager, personOf(after), 'vip', {}));
    await within((manager) => removeTag(manager, personOf(after), 'vip', {}));
    await age(after, 3 * HOUR);
    await within((manager) => addTag(manager, personOf(after), 'vip', {}));
    await turn(after);
    expect((await tagsOf(after)).map(({ tag }) => tag)).not.toContain('seen');
    expect(await placeOf(after)).toBe('until');
  });

  it('is heard by a run of the same person that waits for it, and by nobody else', async () => {
    const [one, other] = [await newcomer(), await newcomer()];
    for (const learner of [one, other]) {
      await age(learner, 3 * HOUR);
      await turn(learner);
      expect(await placeOf(learner)).toBe('until');
    }
    await within((manager) =>
      setField(manager, personOf(one), { name: 'called', type: 'boolean', value: true }, {}),
    );
    await routeAll(school);
    await Promise.all([turn(one), turn(other)]);
    expect(await placeOf(one)).toBeNull();
    expect(await placeOf(other)).toBe('until');
  });

  it('leaves a tag one row however often and from wherever it is put on', async () => {
    const learner = await newcomer();
    const added = await Promise.all(
      Array.from({ length: 8 }, () => within((manager) => addTag(manager, personOf(learner), 'vip', {}))),
    );
    expect(added.filter(Boolean)).toHaveLength(1);
    expect((await tagsOf(learner)).filter(({ tag }) => tag === 'vip')).toHaveLength(1);
  });

  it('waits for whoever is changing the person, so that no turn overlooks what was there in time', async () => {
    const learner = await newcomer();
    await age(learner, 2 * HOUR - 1_000);
    let deciding: Promise<unknown> = Promise.resolve();
    await within(async (manager) => {
      await lockPerson(manager, personOf(learner));
      await addTag(manager, personOf(learner), 'vip', {});
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      deciding = turn(learner);
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    await deciding;
    expect((await tagsOf(learner)).map(({ tag }) => tag)).toContain('seen');
  });

  it('is each school’s own', async () => {
    const learner = await newcomer();
    const [elsewhere] = await school.dataSource.query<[{ id: string }]>(
      `INSERT INTO organizations (slug, name, time_zone) VALUES (gen_random_uuid(), 'Elsewhere', 'UTC') RETURNING id`,
    );
    const there = { organizationId: elsewhere.id, userId: learner.userId };
    await within((manager) => addTag(manager, there, 'vip', {}));
    const facts = await within((manager) =>
      readFacts(manager, learner.enrollmentId, new RunClock(new Date(), 1)),
    );
    expect(factsAt(facts, Date.now() + 60_000).tags).toEqual(['begun']);
  });
});
