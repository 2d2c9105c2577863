import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Audience, AudienceCondition } from '@gradus/contracts';
import { SegmentsHearOfPeople1764671000000 } from '../migrations/1764671000000-segments-hear-of-people.ts';
import { erasePerson } from '../people/erase-person.ts';
import { type ScratchDatabase, createScratchDatabase } from '../testing/scratch-database.ts';
import { checkNextPerson, evaluateDueSegment } from './check-segments.ts';
import { MOST_ENTRIES } from './evaluate-segment.ts';
import { saveSegment } from './save-segment.ts';

/** What no event tells brings people into segments and out of them all the same, and at once. */
describe('a segment', () => {
  let database: ScratchDatabase;
  let organizationId: string;
  const query = <T>(sql: string, parameters: unknown[] = []) =>
    database.dataSource.query<T[]>(sql, parameters);

  beforeAll(async () => {
    database = await createScratchDatabase();
    const [school] = await query<{ id: string }>(
      `INSERT INTO organizations (slug, name, time_zone) VALUES ('s', 'School', 'Europe/Berlin') RETURNING id`,
    );
    organizationId = school!.id;
  });
  afterEach(() => query('UPDATE segments SET archived_at = now()'));
  afterAll(() => database.drop());

  async function person(): Promise<string> {
    const [user] = await query<{ id: string }>(
      `INSERT INTO users (email, password_hash, name) VALUES ($1, '-', 'Ada') RETURNING id`,
      [`${randomUUID()}@example.org`],
    );
    await query(`INSERT INTO memberships (organization_id, user_id, role) VALUES ($1, $2, 'learner')`, [
      organizationId,
      user!.id,
    ]);
    return user!.id;
  }

  async function segment(...conditions: Array<AudienceCondition | Audience>): Promise<string> {
    const id = randomUUID();
    const audience: Audience = { match: 'all', conditions };
    await database.dataSource.transaction((manager) =>
      saveSegment(manager, { id, organizationId, name: id, audience, savedBy: null }),
    );
    return id;
  }

  /** An automation with one version, and how somebody comes into it. */
  async function automation(): Promise<{ id: string; begin: (userId: string) => Promise<unknown> }> {
    const [made] = await query<{ id: string; version: string }>(
      `WITH a AS (
         INSERT INTO automations (organization_id, name, use, draft_definition, draft_layout)
         VALUES ($1, $2, 'campaign', '{}', '{}') RETURNING id, organization_id)
       INSERT INTO automation_versions (organization_id, automation_id, number, hash, definition, layout, catalogue, listens)
       SELECT organization_id, id, 1, '-', '{}', '{}', '{}', '{}' FROM a RETURNING automation_id AS id, id AS version`,
      [organizationId, randomUUID()],
    );
    const { id, version } = made!;
    const begin = (userId: string) =>
      query(
        `INSERT INTO runs (organization_id, automation_id, version_id, user_id, entry_key, state, condition, clock_origin)
         VALUES ($1, $2, $3, $4, $5, '{}', 'waiting', now())`,
        [organizationId, id, version, userId, randomUUID()],
      );
    return { id, begin };
  }

  /** What each segment has told of somebody, once everybody was looked at who is noted. */
  async function told(userId: string, ...segments: string[]): Promise<string[][]> {
    while (await checkNextPerson(database.dataSource)) {
      // until nobody is left
    }
    const rows = await query<{ segment: string; type: string }>(
      `SELECT data->>'segment' AS segment, type FROM domain_events WHERE user_id = $1 ORDER BY seq`,
      [userId],
    );
    return segments.map((id) => rows.filter(({ segment: of }) => of === id).map(({ type }) => type));
  }

  const isNoted = async (userId: string) =>
    (await query('SELECT 1 FROM segment_checks WHERE user_id = $1', [userId])).length > 0;

  const [CAME, WENT] = ['segment.entered', 'segment.left'];

  it('notices that somebody is inside an automation, and is no more', async () => {
    const { id: journey, begin } = await automation();
    const { begin: elsewhere } = await automation();
    const inside = await segment({ about: 'inside', automation: journey });
    const outside = await segment({ about: 'inside', automation: journey, not: true });
    const ada = await person();
    await elsewhere(ada);
    expect(await isNoted(ada)).toBe(false);
    await query('UPDATE segments SET next_full_at = now() WHERE id = $1', [outside]);
    while (await evaluateDueSegment(database.dataSource));
    expect(await told(ada, inside, outside)).toEqual([[], [CAME]]);
    await begin(ada);
    expect(await told(ada, inside, outside)).toEqual([[CAME], [CAME, WENT]]);
    await query('UPDATE runs SET wake_at = now() WHERE user_id = $1', [ada]);
    expect(await isNoted(ada)).toBe(false);
    await query(`UPDATE runs SET finished_at = now(), outcome = 'completed' WHERE user_id = $1`, [ada]);
    expect(await told(ada, inside, outside)).toEqual([
      [CAME, WENT],
      [CAME, WENT, CAME],
    ]);
  });

  it('notices who joins, gets another role, and what they say to marketing mail', async () => {
    const teaching = await segment({ about: 'role', roles: ['instructor'] });
    const willing = await segment({ about: 'marketing' });
    const fresh = await segment({ about: 'joined', compare: 'within', days: 3 });
    const ada = await person();
    const all = () => told(ada, teaching, willing, fresh);
    const change = (set: string) => query(`UPDATE memberships SET ${set} WHERE user_id = $1`, [ada]);
    expect(await all()).toEqual([[], [CAME], [CAME]]);
    await change(`role = 'instructor', marketing_refused_at = now()`);
    expect(await all()).toEqual([[CAME], [CAME, WENT], [CAME]]);
    await change('marketing_refused_at = now()');
    expect(await isNoted(ada)).toBe(false);
    await change(`role = 'learner'`);
    await change('marketing_refused_at = NULL');
    expect(await all()).toEqual([[CAME, WENT], [CAME, WENT, CAME], [CAME]]);
  });

  it('hears of a yes and a no also where a role is changed with it that nobody asks about', async () => {
    const willing = await segment({ about: 'marketing' });
    const ada = await person();
    expect(await told(ada, willing)).toEqual([[CAME]]);
    await query(`UPDATE memberships SET role = 'ops', marketing_refused_at = now() WHERE user_id = $1`, [
      ada,
    ]);
    expect(await told(ada, willing)).toEqual([[CAME, WENT]]);
  });

  it('does not go round with an automation that starts there and ends at once; the night finds who is left', async () => {
    const { id: journey, begin } = await automation();
    const outside = await segment({ about: 'inside', automation: journey, not: true });
    const ada = await person();
    const came = async () => (await told(ada, outside))[0]!.filter((type) => type === CAME).length;
    for (let round = 0; round < MOST_ENTRIES + 5; round += 1) {
      await came();
      await begin(ada);
      await came();
      await query(`UPDATE runs SET finished_at = now(), outcome = 'completed' WHERE user_id = $1`, [ada]);
    }
    expect(await came()).toBe(MOST_ENTRIES);
    await query('UPDATE segments SET next_full_at = now() WHERE id = $1', [outside]);
    while (await evaluateDueSegment(database.dataSource));
    expect(await came()).toBe(MOST_ENTRIES + 1);
  });

  it('is asked about nobody who comes into an automation that no live segment names', async () => {
    const { id: named, begin } = await automation();
    const { id: archived, begin: intoArchived } = await automation();
    const { begin: elsewhere } = await automation();
    await segment(
      { about: 'tag', tag: 'vip' },
      { match: 'any', conditions: [{ about: 'inside', automation: named }] },
    );
    const old = await segment({ about: 'inside', automation: archived });
    await query('UPDATE segments SET archived_at = now() WHERE id = $1', [old]);
    const ada = await person();
    await elsewhere(ada);
    await intoArchived(ada);
    await query('UPDATE runs SET finished_at = now() WHERE user_id = $1', [ada]);
    expect(await isNoted(ada)).toBe(false);
    await begin(ada);
    expect(await isNoted(ada)).toBe(true);
    await told(ada);
    expect(await isNoted(ada)).toBe(false);
    await query('UPDATE runs SET finished_at = now() WHERE user_id = $1 AND finished_at IS NULL', [ada]);
    expect(await isNoted(ada)).toBe(true);
    await told(ada);
  });

  it('takes in nobody who was erased, though their run ends afterwards, at night neither', async () => {
    const { id: journey, begin } = await automation();
    const outside = await segment({ about: 'inside', automation: journey, not: true });
    const ada = await person();
    await begin(ada);
    await told(ada);
    await database.dataSource.transaction((manager) =>
      erasePerson(manager, { organizationId, userId: ada, requestedBy: null }),
    );
    const members = () => query('SELECT 1 FROM segment_members WHERE user_id = $1', [ada]);
    expect(await members()).toEqual([]);
    await query('UPDATE runs SET finished_at = now() WHERE user_id = $1', [ada]);
    expect(await told(ada, outside)).toEqual([[]]);
    await query('UPDATE segments SET next_full_at = now() WHERE id = $1', [outside]);
    while (await evaluateDueSegment(database.dataSource));
    expect(await members()).toEqual([]);
  });

  it('is asked about nobody where no segment wants to know', async () => {
    const { begin } = await automation();
    await segment({ about: 'tag', tag: 'vip' });
    const ada = await person();
    await begin(ada);
    await query(`UPDATE memberships SET role = 'ops', marketing_refused_at = now() WHERE user_id = $1`, [
      ada,
    ]);
    await query('UPDATE runs SET finished_at = now() WHERE user_id = $1', [ada]);
    expect(await isNoted(ada)).toBe(false);
  });

  it('of before hears of these since it was migrated, at whatever depth it asks', async () => {
    const group: Audience = { match: 'any', conditions: [{ about: 'inside', automation: randomUUID() }] };
    const id = await segment({ about: 'tag', tag: 'vip' }, group);
    const listens = () => query('SELECT listens FROM segments WHERE id = $1', [id]);
    const now = await listens();
    await query(`UPDATE segments SET listens = '{tag.added,tag.removed}' WHERE id = $1`, [id]);
    await database.dataSource.transaction(async (manager) => {
      await manager.query('DROP FUNCTION note_row_for_segments CASCADE');
      await manager.query('DROP FUNCTION note_for_segments');
      await new SegmentsHearOfPeople1764671000000().up(manager.queryRunner!);
    });
    expect(await listens()).toEqual(now);
    expect(now).toEqual([{ listens: ['run.ended', 'run.started', 'tag.added', 'tag.removed'] }]);
  });
});
