import { Vault } from '@gradus/database';
import { CourseSchool } from '../../testing/course-school.ts';

let school: CourseSchool;
beforeAll(async () => {
  school = await CourseSchool.start();
});
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

const TEXT = 'A considered answer about marketing with words enough. '.repeat(40);
const handIn = (assessmentId: string, token: string) =>
  school.post(`/api/assessments/${assessmentId}/submissions`, token, { body: TEXT });
async function grade(submissionId: string, userId: string, passed: boolean) {
  const { manager } = school.api.scratch.dataSource;
  const vault = school.api.app.get(Vault, { strict: false });
  const detail = await vault.sealJson(manager, userId, { criteria: [], feedback: 'Read it again.' });
  await school.api.query(
    `WITH s AS (UPDATE submissions SET state = 'graded' WHERE id = $1 RETURNING id, organization_id)
     INSERT INTO grades (organization_id, submission_id, percentage, passed, detail_cipher)
     SELECT organization_id, id, CASE WHEN $2 THEN 90 ELSE 30 END, $2, $3 FROM s RETURNING id`,
    [submissionId, passed, detail],
  );
}
const allow = (enrollmentId: string, token: string, assessmentId: string, key?: string) =>
  school.post(
    `/api/enrollments/${enrollmentId}/attempts`,
    token,
    { assessmentId, reason: 'They were ill' },
    key,
  );
const spent = (enrollmentId: string, token: string) =>
  school.get(`/api/enrollments/${enrollmentId}/spent-assignments`, token);
const weekOne = async (token: string) => (await school.progress(token)).modules[0].assessment;

async function attempt(
  { token, userId }: { token: string; userId: string },
  assessmentId: string,
  passed: boolean,
) {
  const { status, body } = await handIn(assessmentId, token);
  expect(status).toBe(202);
  await grade(body.id, userId, passed);
}

/** Somebody who has failed the first assignment as often as is allowed. */
async function stuck() {
  const learner = await school.learner();
  const { id: assessmentId, maxAttempts } = (await weekOne(learner.token)) as {
    id: string;
    maxAttempts: number;
  };
  for (let used = 0; used < maxAttempts; used++) await attempt(learner, assessmentId, false);
  expect((await handIn(assessmentId, learner.token)).body.code).toBe('submission.no-attempts-left');
  return { ...learner, assessmentId, maxAttempts };
}

describe('a learner who has used every attempt', () => {
  it('may try once more when staff allow it, and once only', async () => {
    const { token, enrollmentId, assessmentId, maxAttempts, userId } = await stuck();
    const { token: staff, userId: staffId } = await school.api.person('instructor');
    expect((await spent(enrollmentId, staff)).body.items).toMatchObject([
      { assessmentId, position: 1, attemptsUsed: maxAttempts, percentage: 30 },
    ]);
    const first = await allow(enrollmentId, staff, assessmentId, 'one');
    expect(first).toMatchObject({ status: 200, body: { allowed: true, attemptsLeft: 1 } });
    expect((await allow(enrollmentId, staff, assessmentId, 'one')).body).toEqual(first.body);
    expect((await allow(enrollmentId, staff, assessmentId)).body).toMatchObject({
      allowed: false,
      attemptsLeft: 1,
    });

    expect(await weekOne(token)).toMatchObject({ state: 'failed', maxAttempts: maxAttempts + 1 });
    expect((await school.get(`/api/assessments/${assessmentId}`, token)).body).toMatchObject({
      canSubmit: true,
      reason: null,
      maxAttempts: maxAttempts + 1,
    });
    expect((await spent(enrollmentId, staff)).body.items).toEqual([]);
    expect(
      await school.api.query(
        `SELECT actor_id, action, reason, data FROM audit_log WHERE subject_id = $1 AND action = 'attempt.allow'`,
        [enrollmentId],
      ),
    ).toEqual([
      {
        actor_id: staffId,
        action: 'attempt.allow',
        reason: 'They were ill',
        data: { assessment: assessmentId, attempt: maxAttempts + 1 },
      },
    ]);
    const told = await school.api.query(
      `SELECT channel, payload->>'assessmentId' AS about FROM messages WHERE user_id = $1 AND purpose = 'another-attempt'`,
      [userId],
    );
    expect(told).toEqual([{ channel: 'both', about: assessmentId }]);

    await attempt({ token, userId }, assessmentId, false);
    expect((await handIn(assessmentId, token)).body.detail).toContain(`all ${maxAttempts + 1} attempts`);
    expect((await allow(enrollmentId, staff, assessmentId)).body).toMatchObject({ allowed: true });
    await attempt({ token, userId }, assessmentId, true);
    expect(await weekOne(token)).toMatchObject({ state: 'passed', percentage: 90 });
  });

  it('gets one attempt from two who allow it at the same time', async () => {
    const { enrollmentId, assessmentId } = await stuck();
    const { token: staff } = await school.api.person('admin');
    const answers = await Promise.all([1, 2, 3].map(() => allow(enrollmentId, staff, assessmentId)));
    expect(answers.filter(({ body }) => body.allowed)).toHaveLength(1);
    expect(answers.map(({ body }) => body.attemptsLeft)).toEqual([1, 1, 1]);
  });

  it('is helped by those who teach at the school, and nobody is given what they do not need', async () => {
    const mine = await stuck();
    const { token: staff } = await school.api.person('instructor');
    const { token: ops } = await school.api.person('ops');
    const { token: stranger } = await school.api.person(
      'admin',
      await school.api.organization('attempts-elsewhere'),
    );
    const statuses = await Promise.all(
      [mine.token, ops, stranger].map((token) => allow(mine.enrollmentId, token, mine.assessmentId)),
    );
    expect(statuses.map(({ status }) => status)).toEqual([403, 403, 404]);
    expect((await spent(mine.enrollmentId, stranger)).status).toBe(404);
    const other = await school.learner();
    expect((await allow(other.enrollmentId, staff, mine.assessmentId)).body).toMatchObject({
      allowed: false,
    });
    const [elsewhere] = await school.api.query<{ id: string }>(
      `SELECT a.id FROM assessments a JOIN course_versions v ON v.id = a.course_version_id WHERE v.course_id = $1 LIMIT 1`,
      [school.pricedCourse],
    );
    expect((await allow(other.enrollmentId, staff, elsewhere!.id)).body.code).toBe('assessment.not-found');
    await attempt(other, mine.assessmentId, true);
    expect((await allow(other.enrollmentId, staff, mine.assessmentId)).body.code).toBe('attempt.passed');
    await school.api.query(`UPDATE enrollments SET state = 'withdrawn' WHERE id = $1 RETURNING id`, [
      mine.enrollmentId,
    ]);
    expect((await allow(mine.enrollmentId, staff, mine.assessmentId)).body.code).toBe('attempt.not-studying');
    expect((await spent(mine.enrollmentId, staff)).body.items).toEqual([]);
  });
});
