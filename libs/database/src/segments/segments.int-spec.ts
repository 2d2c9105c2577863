import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Audience, type AudienceCondition, Audience as AudienceShape } from '@gradus/contracts';
import * as fc from 'fast-check';
import { importCourse } from '../content/import-course.ts';
import { type Life, audiences, belongs, lives } from '../testing/audience-lives.ts';
import { type ScratchDatabase, createScratchDatabase } from '../testing/scratch-database.ts';
import { SegmentsHearOfEnds1764650000000 } from '../migrations/1764650000000-segments-hear-of-ends.ts';
import { checkNextPerson, evaluateDueSegment, noteForSegments } from './check-segments.ts';
import { previewAudience } from './preview-audience.ts';
import { saveSegment } from './save-segment.ts';

const COURSES = path.resolve(import.meta.dirname, '../../../../courses');
const DAY = 86_400_000;
const END_ACCESS = `UPDATE enrollments SET state = 'revoked' WHERE user_id = $1`;

let database: ScratchDatabase;
let organizationId: string;
let course: { courseId: string; courseVersionId: string };
const query = <T>(sql: string, parameters: unknown[] = []) => database.dataSource.query<T[]>(sql, parameters);

beforeAll(async () => {
  database = await createScratchDatabase();
  [{ id: organizationId }] = (await query(
    `INSERT INTO organizations (slug, name, time_zone) VALUES ('s', 'School', 'Europe/Berlin') RETURNING id`,
  )) as [{ id: string }];
  course = await importCourse(database.dataSource, `${COURSES}/prompting-for-marketers`, organizationId);
}, 20_000);
afterAll(() => database.drop());

async function person(life: Life): Promise<string> {
  const [user] = await query<{ id: string }>(
    `INSERT INTO users (email, password_hash, name) VALUES ($1, '-', 'Ada') RETURNING id`,
    [`${randomUUID()}@example.org`],
  );
  await query(
    `INSERT INTO memberships (organization_id, user_id, role, marketing_refused_at)
     VALUES ($1, $2, $3, CASE WHEN $4 THEN NULL ELSE now() END)`,
    [organizationId, user!.id, life.role, life.marketing],
  );
  if (life.enrollment) await enrol(user!.id, life.enrollment);
  return user!.id;
}

async function enrol(userId: string, life: NonNullable<Life['enrollment']>): Promise<void> {
  const ago = (days: number) => new Date(Date.now() - days * DAY - 60_000);
  const [enrollment] = await query<{ id: string }>(
    `INSERT INTO enrollments (organization_id, user_id, course_id, course_version_id, state, source, enrolled_at,
                              progress_percentage) VALUES ($1, $2, $3, $4, $5, 'free', $6, $7) RETURNING id`,
    [
      organizationId,
      userId,
      course.courseId,
      course.courseVersionId,
      life.state,
      ago(life.daysAgo),
      life.progress,
    ],
  );
  if (life.lessonDaysAgo !== null)
    await query(
      `INSERT INTO lesson_progress (organization_id, enrollment_id, lesson_id, completed_at)
       SELECT $1, $2, id, $4 FROM lessons WHERE course_version_id = $3 ORDER BY id LIMIT 1`,
      [organizationId, enrollment!.id, course.courseVersionId, ago(life.lessonDaysAgo)],
    );
  if (life.certified)
    await query(
      `INSERT INTO credentials (organization_id, enrollment_id, user_id, state, recipient_name)
       VALUES ($1, $2, $3, 'issued', 'Ada')`,
      [organizationId, enrollment!.id, userId],
    );
}

const members = async (segmentId: string) => {
  const rows = await query<{ user_id: string }>(
    'SELECT user_id FROM segment_members WHERE segment_id = $1 AND left_at IS NULL',
    [segmentId],
  );
  return new Set(rows.map((row) => row.user_id));
};
const events = (segmentId: string) =>
  query<{ type: string; user_id: string }>(
    `SELECT type, user_id FROM domain_events WHERE data->>'segment' = $1 ORDER BY seq`,
    [segmentId],
  );
async function segment(audience: Audience): Promise<string> {
  const id = randomUUID();
  await database.dataSource.transaction((manager) =>
    saveSegment(manager, { id, organizationId, name: id, audience, savedBy: null }),
  );
  return id;
}

describe('an audience', () => {
  it('takes in whom its conditions mean, whatever they are put together from', async () => {
    const drawn = fc.sample(lives, { numRuns: 40, seed: 7 });
    const people = new Map<string, Life>();
    for (const life of drawn) people.set(await person(life), life);
    await fc.assert(
      fc.asyncProperty(audiences(course.courseId), async (audience) => {
        const id = await segment(audience);
        const found = await members(id);
        const meant = [...people].filter(([, life]) => belongs(audience, life)).map(([userId]) => userId);
        expect([...found].filter((userId) => people.has(userId)).toSorted()).toEqual(meant.toSorted());
        const { total } = await previewAudience(database.dataSource.manager, organizationId, audience);
        expect(total).toBe(found.size);
        await query('DELETE FROM segment_members WHERE segment_id = $1', [id]);
        await query('DELETE FROM segments WHERE id = $1', [id]);
      }),
      { numRuns: 120 },
    );
  }, 60_000);

  it('asks PostgreSQL for every kind of condition without an error, with the sharpest of texts', async () => {
    const sharp = `'; DROP TABLE users; -- "$1`;
    const every: AudienceCondition[] = [
      { about: 'module', course: course.courseId, module: sharp, is: 'open' },
      { about: 'module', course: course.courseId, module: 'prompt-foundations', is: 'completed' },
      { about: 'work', course: course.courseId, module: sharp, is: 'handedIn' },
      { about: 'work', course: course.courseId, module: 'prompt-foundations', is: 'graded' },
      { about: 'work', course: course.courseId, module: 'prompt-foundations', is: 'passed' },
      { about: 'order', course: null, states: ['paid', 'refunded'] },
      { about: 'inside', automation: randomUUID() },
      { about: 'joined', compare: 'within', days: 3 },
      { about: 'simulated' },
      { about: 'tag', tag: sharp.slice(0, 40) },
      { about: 'field', field: 'plan', is: sharp },
      { about: 'field', field: 'seats', is: 3 },
    ];
    for (const condition of every) {
      const audience: Audience = { match: 'all', conditions: [condition, { ...condition, not: true }] };
      expect(AudienceShape.safeParse(audience).success).toBe(true);
      expect(await previewAudience(database.dataSource.manager, organizationId, audience)).toEqual({
        total: 0,
        samples: [],
      });
    }
  });

  it('goes by the last order of a place: whoever was refunded and bought again is no longer refunded', async () => {
    const life: Life = {
      role: 'learner',
      marketing: true,
      enrollment: { state: 'active', daysAgo: 3, progress: 0, lessonDaysAgo: null, certified: false },
    };
    const userId = await person(life);
    const orders = (state: string, ago: string) =>
      query(
        `INSERT INTO orders (organization_id, enrollment_id, user_id, course_id, amount, currency, state, created_at)
         SELECT organization_id, id, user_id, course_id, '49.00', 'EUR', $2, now() - $3::interval
           FROM enrollments WHERE user_id = $1`,
        [userId, state, ago],
      );
    const total = async (state: 'paid' | 'refunded') => {
      const condition = { about: 'order' as const, course: course.courseId, states: [state] };
      const audience: Audience = { match: 'all', conditions: [condition] };
      return (await previewAudience(database.dataSource.manager, organizationId, audience)).total;
    };
    await orders('refunded', '2 days');
    expect([await total('paid'), await total('refunded')]).toEqual([0, 1]);
    await orders('paid', '1 day');
    expect([await total('paid'), await total('refunded')]).toEqual([1, 0]);
    await query('DELETE FROM orders WHERE user_id = $1', [userId]);
  });

  it('refuses what is no condition, too deep or too long', () => {
    const deep = (levels: number): unknown =>
      levels === 0 ? { about: 'marketing' } : { match: 'all', conditions: [deep(levels - 1)] };
    expect(AudienceShape.safeParse(deep(3)).success).toBe(true);
    expect(AudienceShape.safeParse(deep(4)).success).toBe(false);
    expect(
      AudienceShape.safeParse({ match: 'all', conditions: [{ about: 'sql', text: '1=1' }] }).success,
    ).toBe(false);
    const many = Array.from({ length: 41 }, () => ({ about: 'marketing' }));
    expect(AudienceShape.safeParse({ match: 'any', conditions: many }).success).toBe(false);
  });
});

describe('tags and fields', () => {
  it('are asked as they are now', async () => {
    const ada = await person({ role: 'learner', marketing: true, enrollment: null });
    const ben = await person({ role: 'learner', marketing: true, enrollment: null });
    for (const [userId, tag, removed] of [
      [ada, 'vip', false],
      [ben, 'vip', true],
    ] as const)
      await query(
        `INSERT INTO person_tags (organization_id, user_id, tag, added_at, removed_at)
         VALUES ($1, $2, $3, now() - interval '1 day', CASE WHEN $4 THEN now() END)`,
        [organizationId, userId, tag, removed],
      );
    for (const [value, age] of [
      ['silver', 2],
      ['gold', 1],
    ] as const)
      await query(
        `INSERT INTO person_fields (organization_id, user_id, field, type, value, set_at)
         VALUES ($1, $2, 'plan', 'text', to_jsonb($3::text), now() - make_interval(days => $4))`,
        [organizationId, ada, value, age],
      );
    const total = async (condition: AudienceCondition) =>
      (
        await previewAudience(database.dataSource.manager, organizationId, {
          match: 'all',
          conditions: [condition],
        })
      ).samples.map(({ userId }) => userId);
    expect(await total({ about: 'tag', tag: 'vip' })).toEqual([ada]);
    expect(await total({ about: 'field', field: 'plan', is: 'gold' })).toEqual([ada]);
    expect(await total({ about: 'field', field: 'plan', is: 'silver' })).toEqual([]);
  });
});

describe('a segment', () => {
  const advanced: Audience['conditions'][number] = {
    about: 'progress',
    course: '',
    compare: 'atLeast',
    percent: 50,
  };
  const halfway = (): Audience => ({
    match: 'all',
    conditions: [{ ...advanced, course: course.courseId } as AudienceCondition],
  });
  const learner = () =>
    person({
      role: 'learner',
      marketing: true,
      enrollment: { state: 'active', daysAgo: 1, progress: 0, lessonDaysAgo: null, certified: false },
    });
  const setProgress = (userId: string, percent: number) =>
    query('UPDATE enrollments SET progress_percentage = $2 WHERE user_id = $1', [userId, percent]);
  const happened = (userId: string, type: string) =>
    noteForSegments(database.dataSource.manager, { organizationId, userId, type });
  const lookAtAll = async () => {
    while (await checkNextPerson(database.dataSource)) {
      // until nobody is left
    }
  };

  it('notices on events who comes and who goes, and says so once an entry', async () => {
    const id = await segment(halfway());
    const ada = await learner();
    await setProgress(ada, 60);
    await happened(ada, 'lesson.completed');
    await happened(ada, 'lesson.completed');
    await lookAtAll();
    await happened(ada, 'submission.graded');
    await lookAtAll();
    expect(await events(id)).toEqual([{ type: 'segment.entered', user_id: ada }]);
    await setProgress(ada, 10);
    await happened(ada, 'lesson.completed');
    await lookAtAll();
    await setProgress(ada, 70);
    await happened(ada, 'lesson.completed');
    await lookAtAll();
    expect((await events(id)).map(({ type }) => type)).toEqual([
      'segment.entered',
      'segment.left',
      'segment.entered',
    ]);
    expect(await members(id)).toContain(ada);
  });

  it('is asked only after events that can change its answer', async () => {
    await segment(halfway());
    const ada = await learner();
    await happened(ada, 'message.delivered');
    expect(await query('SELECT 1 FROM segment_checks WHERE user_id = $1', [ada])).toEqual([]);
    await happened(ada, 'submission.graded');
    expect(await query('SELECT 1 FROM segment_checks WHERE user_id = $1', [ada])).toHaveLength(1);
    await lookAtAll();
  });

  /** Takes something away from somebody that a segment asks about, and says so; answers what the segment told of it. */
  async function takenAway(condition: AudienceCondition, sql: string, type: string) {
    const id = await segment({ match: 'all', conditions: [condition] });
    const ada = await person({
      role: 'learner',
      marketing: true,
      enrollment: { state: 'active', daysAgo: 1, progress: 60, lessonDaysAgo: null, certified: true },
    });
    await query(
      `INSERT INTO orders (organization_id, enrollment_id, user_id, course_id, amount, currency, state)
       SELECT organization_id, id, user_id, course_id, 9, 'EUR', 'paid' FROM enrollments WHERE user_id = $1`,
      [ada],
    );
    await query('UPDATE segments SET next_full_at = clock_timestamp() WHERE id = $1', [id]);
    while (await evaluateDueSegment(database.dataSource)) {
      // until none is due
    }
    expect(await members(id)).toContain(ada);
    await query(sql, [ada]);
    await happened(ada, type);
    await lookAtAll();
    return (await events(id)).filter(({ user_id }) => user_id === ada).map((event) => event.type);
  }

  it.each<[string, AudienceCondition['about'], object, string, string]>([
    ['access ends', 'enrollment', { states: ['active'] }, END_ACCESS, 'enrollment.revoked'],
    ['access ends', 'progress', { compare: 'atLeast', percent: 50 }, END_ACCESS, 'enrollment.revoked'],
    ['access ends', 'daysEnrolled', { compare: 'atMost', days: 9 }, END_ACCESS, 'enrollment.revoked'],
    [
      'a certificate is revoked',
      'certificate',
      {},
      `UPDATE credentials SET state = 'revoked' WHERE user_id = $1`,
      'credential.revoked',
    ],
    [
      'money is given back',
      'order',
      { states: ['paid'] },
      `UPDATE orders SET state = 'refunded' WHERE user_id = $1`,
      'payment.refunded',
    ],
  ])('notices at once that %s, asked about %s', async (_what, about, more, sql, type) => {
    const condition = { about, course: course.courseId, ...more } as AudienceCondition;
    expect(await takenAway(condition, sql, type)).toEqual(['segment.entered', 'segment.left']);
  });

  it('of before hears of such ends since it was migrated', async () => {
    const id = await segment(halfway());
    const [{ listens }] = (await query<{ listens: string[] }>('SELECT listens FROM segments WHERE id = $1', [
      id,
    ])) as [{ listens: string[] }];
    await query(`UPDATE segments SET listens = array_remove(listens, 'enrollment.revoked') WHERE id = $1`, [
      id,
    ]);
    await database.dataSource.transaction((manager) =>
      new SegmentsHearOfEnds1764650000000().up(manager.queryRunner!),
    );
    expect(listens).toContain('enrollment.revoked');
    expect(await query('SELECT listens FROM segments WHERE id = $1', [id])).toEqual([{ listens }]);
  });

  it('finds at night whom no event announced, and is then due the next night', async () => {
    const id = await segment(halfway());
    const ada = await learner();
    await setProgress(ada, 80);
    await query(`UPDATE segments SET next_full_at = clock_timestamp() WHERE id = $1`, [id]);
    while (await evaluateDueSegment(database.dataSource)) {
      // until none is due
    }
    expect(await events(id)).toEqual([{ type: 'segment.entered', user_id: ada }]);
    const [row] = await query<{ hour: string; ahead: boolean }>(
      `SELECT to_char(next_full_at AT TIME ZONE 'Europe/Berlin', 'HH24:MI') AS hour, next_full_at > now() AS ahead
         FROM segments WHERE id = $1`,
      [id],
    );
    expect(row).toEqual({ hour: '03:00', ahead: true });
  });

  it('fills and changes in silence: the question has changed, not the people', async () => {
    const ada = await learner();
    const id = await segment({ match: 'all', conditions: [] });
    expect(await members(id)).toContain(ada);
    await database.dataSource.transaction((manager) =>
      saveSegment(manager, { id, organizationId, name: id, audience: halfway(), savedBy: null }),
    );
    expect(await members(id)).not.toContain(ada);
    expect(await events(id)).toEqual([]);
  });

  it('says so once, however many look at the same person at once', async () => {
    const id = await segment(halfway());
    const ada = await learner();
    await setProgress(ada, 60);
    for (let round = 0; round < 6; round += 1) await happened(ada, 'lesson.completed');
    await query(`UPDATE segments SET next_full_at = clock_timestamp() WHERE id = $1`, [id]);
    await Promise.all([
      ...Array.from({ length: 4 }, () => checkNextPerson(database.dataSource)),
      evaluateDueSegment(database.dataSource),
    ]);
    await lookAtAll();
    expect(await events(id)).toEqual([{ type: 'segment.entered', user_id: ada }]);
  });

  it('keeps to its school', async () => {
    const [other] = await query<{ id: string }>(
      `INSERT INTO organizations (slug, name, time_zone) VALUES ($1, 'Other', 'UTC') RETURNING id`,
      [randomUUID().slice(0, 8)],
    );
    const id = randomUUID();
    const audience: Audience = { match: 'all', conditions: [] };
    await database.dataSource.transaction((manager) =>
      saveSegment(manager, { id, organizationId: other!.id, name: 'all', audience, savedBy: null }),
    );
    expect((await members(id)).size).toBe(0);
    const taken = await database.dataSource.transaction((manager) =>
      saveSegment(manager, { id, organizationId, name: 'mine', audience, savedBy: null }),
    );
    expect(taken).toBe(false);
  });
});
