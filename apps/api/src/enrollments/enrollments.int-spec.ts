import { CourseSchool } from '../testing/course-school.ts';

let school: CourseSchool;
beforeAll(async () => {
  school = await CourseSchool.start();
});
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

const enroll = (courseId: string, token: string, body: object = {}, key?: string) =>
  school.post(`/api/courses/${courseId}/enroll`, token, body, key);
const countOf = async (sql: string, parameters: unknown[]) =>
  (await school.api.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`, parameters))[0]!.n;

describe('enrolling in a free course', () => {
  it('opens week 1 at once and dates the others, while Temporal is away', async () => {
    const { token } = await school.api.person();
    const answer = await enroll(school.freeCourse, token);
    expect(answer).toMatchObject({ status: 202, body: { state: 'active', checkoutUrl: null } });
    const progress = await school.progress(token);
    const [first, second] = progress.modules;
    expect(first).toMatchObject({ state: 'open', because: [] });
    expect(Date.parse(first.unlockAt)).toBeLessThanOrEqual(Date.parse(progress.virtualNow));
    expect(second).toMatchObject({ state: 'scheduled', expectedAt: null });
    expect(Date.parse(second.unlockAt)).toBeGreaterThan(Date.now() + 6 * 86_400_000);
    expect(second.because[0].text).toMatch(/^Opens \w+day .* after /);
    expect(progress.missing).toHaveLength(progress.modules.length);
    expect(progress).toMatchObject({ payment: null, credential: null, progress: 0, speed: 1 });
  });

  it('is one enrollment, one run and one process however many ask at once', async () => {
    const { token, userId } = await school.api.person();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => enroll(school.freeCourse, token, {}, `at-once-${index}`)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => body.enrollmentId)).size).toBe(1);
    expect(await countOf('enrollments WHERE user_id = $1', [userId])).toBe(1);
    expect(await countOf('runs WHERE user_id = $1', [userId])).toBe(1);
    const enrollmentId = answers[0]!.body.enrollmentId as string;
    expect(await countOf('processes WHERE subject_id = $1', [enrollmentId])).toBe(1);
    const events = await school.api.query<{ type: string }>(
      'SELECT type FROM domain_events WHERE enrollment_id = $1 ORDER BY seq',
      [enrollmentId],
    );
    expect(events.map(({ type }) => type)).toEqual(['enrollment.started', 'enrollment.activated']);
  });

  it('lets only staff and simulated learners choose a speed, and marks what comes of it', async () => {
    const learner = await school.api.person();
    const refused = await enroll(school.freeCourse, learner.token, { speed: 1000 });
    expect(refused).toMatchObject({ status: 403, body: { code: 'enrollment.speed-refused' } });
    const staff = await school.api.person('instructor');
    expect(await enroll(school.freeCourse, staff.token, { speed: 1000 })).toMatchObject({ status: 202 });
    expect(await school.progress(staff.token)).toMatchObject({ speed: 1000, simulated: true });
  });

  it('knows only courses of the own school', async () => {
    const stranger = await school.api.person('admin', await school.api.organization('elsewhere'));
    expect(await enroll(school.freeCourse, stranger.token)).toMatchObject({
      status: 404,
      body: { code: 'course.not-found' },
    });
    const roster = await school.get(`/api/courses/${school.freeCourse}/roster`, stranger.token);
    expect(roster.status).toBe(404);
    expect((await school.get('/api/courses', stranger.token)).body.items).toEqual([]);
  });
});

describe('enrolling in a priced course', () => {
  it('keeps a seat and an order, and gives the link when there is one', async () => {
    const { token } = await school.api.person();
    const first = enroll(school.pricedCourse, token);
    await new Promise((resolve) => setTimeout(resolve, 600));
    const [order] = await school.api.query<{ id: string }>(
      `UPDATE orders SET checkout_url = 'https://pay.test/1', session_id = 'cs_1',
              checkout_expires_at = now() + interval '1 hour' WHERE state = 'pending' RETURNING id`,
    );
    expect(order).toBeDefined();
    expect(await first).toMatchObject({
      status: 202,
      body: { state: 'pending', checkoutUrl: 'https://pay.test/1' },
    });
    const again = await enroll(school.pricedCourse, token);
    expect(again.body).toEqual((await first).body);
    const progress = await school.progress(token, school.pricedCourse);
    expect(progress.payment).toEqual({
      state: 'pending',
      checkoutUrl: 'https://pay.test/1',
      price: { amount: '490.00', currency: 'EUR' },
    });
    expect(progress.modules.every(({ state }: { state: string }) => state === 'locked')).toBe(true);
  });

  it('takes an abandoned checkout up again', async () => {
    const { token, userId } = await school.api.person();
    await enroll(school.pricedCourse, token);
    // What the order's process leaves when its checkout lapsed.
    const [order] = await school.api.query<{ id: string; organization_id: string }>(
      'SELECT id, organization_id FROM orders WHERE user_id = $1',
      [userId],
    );
    const [process] = await school.api.query<{ id: string }>(
      `INSERT INTO processes (organization_id, kind, subject_id, state, outcome, ended_at)
       VALUES ($1, 'runSubscription', $2, 'ended', 'checkout expired', now()) RETURNING id`,
      [order!.organization_id, order!.id],
    );
    const again = await enroll(school.pricedCourse, token);
    expect(again).toMatchObject({ status: 202, body: { state: 'pending', checkoutUrl: null } });
    const [reopened] = await school.api.query('SELECT state, round, outcome FROM processes WHERE id = $1', [
      process!.id,
    ]);
    expect(reopened).toEqual({ state: 'open', round: 1, outcome: null });
  }, 15_000);
});

describe('the roster', () => {
  it('enrols an unknown person by hand, with a mail to choose a password, and says so in the audit log', async () => {
    const staff = await school.api.person('instructor');
    const url = `/api/courses/${school.pricedCourse}/roster`;
    const request = { email: 'New.Person@Test.local', name: 'New Person', reason: 'prize draw' };
    const answer = await school.post(url, staff.token, request);
    expect(answer).toMatchObject({ status: 202, body: { state: 'active', checkoutUrl: null } });
    expect((await school.post(url, staff.token, request)).body).toEqual(answer.body);
    const [person] = await school.api.query<{
      id: string;
      purposes: string[];
      tokens: number;
      source: string;
    }>(
      `SELECT u.id, (SELECT array_agg(purpose) FROM messages m WHERE m.user_id = u.id) AS purposes,
              (SELECT count(*)::int FROM email_tokens t WHERE t.user_id = u.id AND purpose = 'reset-password') AS tokens,
              e.source FROM users u JOIN enrollments e ON e.user_id = u.id WHERE u.email = 'new.person@test.local'`,
    );
    expect(person).toMatchObject({ purposes: ['enrolled-by-hand'], tokens: 1, source: 'grant' });
    const roster = await school.get(`${url}?search=new.person`, staff.token);
    expect(roster.body.total).toBe(1);
    expect(roster.body.items).toEqual([
      expect.objectContaining({
        userId: person!.id,
        name: 'New Person',
        state: 'active',
        runId: expect.any(String),
        whereabouts: expect.stringMatching(/\.$/),
      }),
    ]);
    const ops = await school.api.person('ops');
    const log = await school.get('/api/audit-log', ops.token);
    expect(log.body.items[0]).toMatchObject({
      action: 'enrollment.by-hand',
      reason: 'prize draw',
      actor: 'Some instructor',
    });
  });

  it('pages, newest first', async () => {
    const staff = await school.api.person('instructor');
    const url = `/api/courses/${school.freeCourse}/roster`;
    const before = (await school.get(url, staff.token)).body.items.length as number;
    await Promise.all(Array.from({ length: 60 }, () => school.learner()));
    const first = (await school.get(url, staff.token)).body;
    expect(first.items).toHaveLength(50);
    expect(first.total).toBe(60 + before);
    const second = (await school.get(`${url}?cursor=${first.next}`, staff.token)).body;
    const ids = [...first.items, ...second.items].map(
      ({ enrollmentId }: { enrollmentId: string }) => enrollmentId,
    );
    expect(new Set(ids).size).toBe(60 + before);
    expect((await school.get(`${url}?cursor=nonsense`, staff.token)).body.code).toBe(
      'request.cursor-invalid',
    );
  }, 30_000);
});
