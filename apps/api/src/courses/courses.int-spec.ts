import { CourseSchool } from '../testing/course-school.ts';

let school: CourseSchool;
beforeAll(async () => {
  school = await CourseSchool.start();
});
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

const complete = (token: string, body: object = {}) =>
  school.post(`/api/courses/${school.freeCourse}/complete`, token, body);
const openEverything = (enrollmentId: string) =>
  school.api.query(
    `UPDATE module_unlocks SET unlock_at = now() - interval '1 second' WHERE enrollment_id = $1 RETURNING id`,
    [enrollmentId],
  );

describe('the catalogue', () => {
  it('shows courses to everybody and the own enrollment to who is signed in', async () => {
    const { token, enrollmentId } = await school.learner();
    const anonymous = (await school.get('/api/courses')).body;
    expect(anonymous.items).toHaveLength(2);
    expect(anonymous.items.every(({ enrollment }: { enrollment: unknown }) => enrollment === null)).toBe(
      true,
    );
    const own = (await school.get('/api/courses', token)).body.items.find(
      ({ id }: { id: string }) => id === school.freeCourse,
    );
    expect(own).toMatchObject({
      price: { amount: '0.00', currency: 'EUR' },
      enrollment: { id: enrollmentId, state: 'active', progress: 0 },
    });
  });

  it('shows the outline without texts, and the journey to staff only', async () => {
    const url = `/api/courses/${school.pricedCourse}`;
    const { body } = await school.get(url);
    expect(body.phases.map(({ modules }: { modules: unknown[] }) => modules.length)).toEqual([4, 4, 4]);
    expect(JSON.stringify(body)).not.toContain('markdown');
    expect(body.journeyAutomationId).toBeNull();
    const staff = await school.api.person('instructor');
    expect((await school.get(url, staff.token)).body.journeyAutomationId).toEqual(expect.any(String));
    expect((await school.get('/api/courses/6e0f7a52-5c7a-4bb0-9c1b-0a4f8a9d9a01')).status).toBe(404);
    expect((await school.get('/api/courses/no-id')).status).toBe(400);
  });
});

describe('studying', () => {
  it('reads lessons of open weeks only, and steps to the next one that is open', async () => {
    const { token } = await school.learner();
    const [open, locked] = (await school.progress(token)).modules;
    const lesson = await school.get(`/api/lessons/${open.lessons[0].id}`, token);
    expect(lesson.body).toMatchObject({ previousLessonId: null, nextLessonId: open.lessons[1].id });
    expect(lesson.body.markdown.length).toBeGreaterThan(1_000);
    const last = await school.get(`/api/lessons/${open.lessons.at(-1).id}`, token);
    expect(last.body.nextLessonId).toBeNull();
    const refused = await school.get(`/api/lessons/${locked.lessons[0].id}`, token);
    expect(refused).toMatchObject({
      status: 403,
      body: { code: 'module.locked', data: { unlockAt: locked.unlockAt } },
    });
    const outsider = await school.api.person();
    expect((await school.get(`/api/lessons/${open.lessons[0].id}`, outsider.token)).status).toBe(404);
    const staff = await school.api.person('instructor');
    expect((await school.get(`/api/lessons/${locked.lessons[0].id}`, staff.token)).status).toBe(200);
    const stranger = await school.api.person('admin', await school.api.organization('elsewhere'));
    expect((await school.get(`/api/lessons/${open.lessons[0].id}`, stranger.token)).status).toBe(404);
  });

  it('counts a lesson once and refuses one of a locked week', async () => {
    const { token, enrollmentId } = await school.learner();
    const [open, locked] = (await school.progress(token)).modules;
    const lessonId = open.lessons[0].id as string;
    const [first, second] = await Promise.all([complete(token, { lessonId }), complete(token, { lessonId })]);
    expect(first.status).toBe(200);
    expect(second.body.progress).toBe(first.body.progress);
    expect(first.body.progress).toBeGreaterThan(0);
    expect(first.body.modules[0].lessons[0].completedAt).toEqual(expect.any(String));
    const events = await school.api.query<{ data: object }>(
      `SELECT data FROM domain_events WHERE enrollment_id = $1 AND type = 'lesson.completed'`,
      [enrollmentId],
    );
    expect(events).toEqual([{ data: { module: open.key, lesson: expect.any(String) } }]);
    const refused = await complete(token, { lessonId: locked.lessons[0].id });
    expect(refused).toMatchObject({ status: 403, body: { code: 'module.locked' } });
  });

  it('completes the course when nothing is missing, and says what is missing before', async () => {
    const { token, enrollmentId } = await school.learner();
    await openEverything(enrollmentId);
    const modules = (await school.progress(token)).modules as Array<{ lessons: Array<{ id: string }> }>;
    for (const { id } of modules.flatMap(({ lessons }) => lessons)) await complete(token, { lessonId: id });
    const early = await complete(token);
    expect(early).toMatchObject({ status: 409, body: { code: 'course.incomplete' } });
    expect(early.body.data.missing[0].text).toMatch(/^Week 1, .*: the assignment to hand in\.$/);
    await school.api.query(
      `WITH handed AS (
         INSERT INTO submissions (organization_id, enrollment_id, assessment_id, user_id, attempt, state, body_cipher)
         SELECT e.organization_id, e.id, a.id, e.user_id, 1, 'graded', '\\x00'
           FROM enrollments e JOIN assessments a ON a.course_version_id = e.course_version_id WHERE e.id = $1 RETURNING *)
       INSERT INTO grades (organization_id, submission_id, percentage, passed, detail_cipher)
       SELECT organization_id, id, 90, true, '\\x00' FROM handed RETURNING id`,
      [enrollmentId],
    );
    const done = await complete(token);
    expect(done).toMatchObject({ status: 200, body: { state: 'completed', missing: [] } });
    expect((await complete(token)).status).toBe(200);
    const events = await school.api.query(
      `SELECT 1 FROM domain_events WHERE key = 'enrollment.completed:' || $1::text`,
      [enrollmentId],
    );
    expect(events).toHaveLength(1);
  });

  it('shows the progress of others to staff of the same school only', async () => {
    const { enrollmentId } = await school.learner();
    const url = `/api/courses/${school.freeCourse}/progress`;
    const staff = await school.api.person('instructor');
    expect((await school.get(url, staff.token)).status).toBe(404);
    const seen = await school.get(`${url}?enrollmentId=${enrollmentId}`, staff.token);
    expect(seen).toMatchObject({ status: 200, body: { enrollmentId } });
    const other = await school.learner();
    const own = await school.get(`${url}?enrollmentId=${enrollmentId}`, other.token);
    expect(own.body.enrollmentId).toBe(other.enrollmentId);
    const stranger = await school.api.person('admin', await school.api.organization('afar'));
    expect((await school.get(`${url}?enrollmentId=${enrollmentId}`, stranger.token)).status).toBe(404);
  });
});

describe('a module that was closed again', () => {
  it('says why, in the week and to whoever still has a link into it, and keeps what was done', async () => {
    const { token, enrollmentId } = await school.learner();
    await openEverything(enrollmentId);
    const url = `/api/courses/${school.freeCourse}/progress`;
    const open = (await school.get(url, token)).body.modules[0];
    const lesson = `/api/lessons/${open.lessons[0].id}`;
    expect((await school.get(lesson, token)).status).toBe(200);
    await school.api.query(
      `UPDATE module_unlocks SET state = 'projected', unlock_at = NULL,
              closings = jsonb_build_array(jsonb_build_object('opened', unlock_at, 'at', now(), 'reason', $3::text))
        WHERE enrollment_id = $1 AND module_id = $2 RETURNING id`,
      [enrollmentId, open.id, 'The payment is missing'],
    );
    const closed = (await school.get(url, token)).body.modules[0];
    const said = 'Closed again: The payment is missing. What you have done is kept.';
    expect(closed).toMatchObject({ state: 'locked', because: [{ code: 'module.closed', text: said }] });
    const refused = await school.get(lesson, token);
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ code: 'module.locked', detail: expect.stringContaining(said) });
  });
});
