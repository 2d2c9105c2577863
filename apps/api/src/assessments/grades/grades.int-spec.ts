import { Vault, erasePerson } from '@gradus/database';
import { CourseSchool } from '../../testing/course-school.ts';

let school: CourseSchool;
beforeAll(async () => {
  school = await CourseSchool.start();
});
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

const TEXT = 'A considered answer about marketing with words enough. '.repeat(40);
const REASON = 'The second paragraph was overlooked';
type Work = Awaited<ReturnType<typeof graded>>;

interface Rubric {
  key: string;
  title: string;
  points: number;
}

const submissionsOf = (enrollmentId: string, token: string) =>
  school.get(`/api/enrollments/${enrollmentId}/submissions`, token);

/** Somebody whose first assignment the machine has graded with nothing at all. */
async function graded() {
  const learner = await school.learner();
  const [{ assessment }] = (await school.progress(learner.token)).modules;
  const assessmentId = assessment.id as string;
  const { body } = await school.post(`/api/assessments/${assessmentId}/submissions`, learner.token, {
    body: TEXT,
  });
  const submissionId = body.id as string;
  const rubric = (await school.get(`/api/assessments/${assessmentId}`, learner.token)).body
    .criteria as Rubric[];
  const { manager } = school.api.scratch.dataSource;
  const detail = await school.api.app.get(Vault, { strict: false }).sealJson(manager, learner.userId, {
    criteria: rubric.map(({ key, title, points }) => ({
      key,
      title,
      points: 0,
      maxPoints: points,
      feedback: 'Missing.',
      evidence: 'words enough',
    })),
    feedback: '',
  });
  await school.api.query(
    `WITH s AS (UPDATE submissions SET state = 'graded' WHERE id = $1 RETURNING id, organization_id)
     INSERT INTO grades (organization_id, submission_id, percentage, passed, detail_cipher)
     SELECT organization_id, id, 0, false, $2 FROM s RETURNING id`,
    [submissionId, detail],
  );
  return { ...learner, assessmentId, submissionId, rubric };
}

/** The same share of the points for every criterion. */
const change = (
  work: Work,
  token: string,
  share: number,
  { replaces = 1, key = undefined as string | undefined } = {},
) =>
  school.post(
    `/api/submissions/${work.submissionId}/grades`,
    token,
    {
      replaces,
      criteria: work.rubric.map((criterion) => ({
        key: criterion.key,
        points: criterion.points * share,
        feedback: `Now ${share}.`,
      })),
      feedback: 'Well seen after all.',
      reason: REASON,
    },
    key,
  );

const rows = (statement: string, values: unknown[]) => school.api.query(statement, values);

describe('changing a grade that was released', () => {
  it('adds a row, keeps the old one, and tells everybody whom it concerns once', async () => {
    const work = await graded();
    const staff = await school.api.person('instructor');
    const before = (await school.progress(work.token)).progress as number;
    const first = await change(work, staff.token, 1, { key: 'one' });
    expect(first).toMatchObject({ status: 200, body: { number: 2, percentage: 100, passed: true } });
    expect((await change(work, staff.token, 1, { key: 'one' })).body).toEqual(first.body);

    expect(
      await rows(
        `SELECT number, percentage::float AS percentage, passed, graded_by, replaced_at IS NULL AS counts FROM grades
          WHERE submission_id = $1 ORDER BY number`,
        [work.submissionId],
      ),
    ).toEqual([
      { number: 1, percentage: 0, passed: false, graded_by: null, counts: false },
      { number: 2, percentage: 100, passed: true, graded_by: staff.userId, counts: true },
    ]);
    expect(
      await rows(`SELECT data FROM domain_events WHERE type = 'submission.graded' AND enrollment_id = $1`, [
        work.enrollmentId,
      ]),
    ).toEqual([
      { data: expect.objectContaining({ attempt: 1, passed: true, percentage: 100, changed: true }) },
    ]);
    expect(
      await rows(
        `SELECT actor_id, reason, data FROM audit_log WHERE subject_id = $1 AND action = 'grade.change'`,
        [work.submissionId],
      ),
    ).toEqual([
      {
        actor_id: staff.userId,
        reason: REASON,
        data: { number: 2, was: { percentage: 0, passed: false }, is: { percentage: 100, passed: true } },
      },
    ]);
    expect(
      await rows(`SELECT channel, payload FROM messages WHERE user_id = $1 AND purpose = 'grade-changed'`, [
        work.userId,
      ]),
    ).toEqual([
      {
        channel: 'both',
        payload: expect.objectContaining({ was: '0 % (not passed)', is: '100 % (passed)', reason: REASON }),
      },
    ]);
    const progress = await school.progress(work.token);
    expect(progress.modules[0].assessment).toMatchObject({ state: 'passed', percentage: 100 });
    expect(progress.progress).toBeGreaterThan(before);
    await change(work, staff.token, 0.1, { replaces: 2 });
    const after = await school.progress(work.token);
    expect(after.modules[0].assessment).toMatchObject({ state: 'failed', percentage: 10 });
    expect(after.progress).toBe(before);
  });

  it('shows learners what it was and why, and staff the whole history', async () => {
    const work = await graded();
    const staff = await school.api.person('instructor');
    await change(work, staff.token, 0.5);
    await change(work, staff.token, 1, { replaces: 2 });
    const { submissions } = (await school.get(`/api/assessments/${work.assessmentId}`, work.token)).body;
    expect(submissions).toMatchObject([
      {
        status: 'Passed with 100 %.',
        grade: {
          percentage: 100,
          gradedBy: 'instructor',
          feedback: 'Well seen after all.',
          changed: { fromPercentage: 50, wasPassed: false, reason: REASON },
        },
      },
    ]);
    expect(submissions[0].grade.criteria[0]).toMatchObject({ feedback: 'Now 1.', evidence: 'words enough' });

    const { status, body } = await submissionsOf(work.enrollmentId, staff.token);
    expect(status).toBe(200);
    expect(body).toMatchObject({ userId: work.userId, certificate: null, state: 'active' });
    const [entry] = body.items[0].submissions;
    expect(entry).toMatchObject({ id: work.submissionId, attempt: 1, state: 'graded', body: TEXT.trim() });
    expect(entry.grades).toMatchObject([
      { number: 3, percentage: 100, reason: REASON, gradedBy: 'instructor', graderName: expect.any(String) },
      { number: 2, percentage: 50, reason: REASON, gradedBy: 'instructor' },
      { number: 1, percentage: 0, reason: null, gradedBy: 'machine', graderName: null },
    ]);
  });

  it('changes a grade once when two are at it at the same time', async () => {
    const work = await graded();
    const { token } = await school.api.person('admin');
    const answers = await Promise.all([0.6, 0.8, 1].map((share) => change(work, token, share)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('grade.changed-meanwhile');
    const events = await rows(
      `SELECT key FROM domain_events WHERE type = 'submission.graded' AND enrollment_id = $1`,
      [work.enrollmentId],
    );
    expect(events).toEqual([{ key: `submission.graded:${work.submissionId}:2` }]);
  });

  it('answers as the first time when its answer was lost, and only whom it was for', async () => {
    const work = await graded();
    const [staff, other] = await Promise.all([school.api.person('admin'), school.api.person('admin')]);
    const first = await change(work, staff.token, 1, { key: 'lost' });
    // The API died between the commit and keeping the answer: the key is free, and the change stands.
    await rows('DELETE FROM idempotency_keys WHERE user_id = $1 RETURNING user_id', [staff.userId]);
    const again = await change(work, staff.token, 1, { key: 'lost' });
    expect([again.status, again.body]).toEqual([200, first.body]);
    const refused = await Promise.all([change(work, other.token, 1), change(work, staff.token, 0.5)]);
    expect(refused.map(({ body }) => body.code)).toEqual([
      'grade.changed-meanwhile',
      'grade.changed-meanwhile',
    ]);
    expect(
      await rows(`SELECT count(*)::int AS given FROM grades WHERE submission_id = $1`, [work.submissionId]),
    ).toEqual([{ given: 2 }]);
  });

  it('is for those who teach at the school, needs a grade, and something to change', async () => {
    const work = await graded();
    const [ops, staff] = await Promise.all([school.api.person('ops'), school.api.person('instructor')]);
    const stranger = await school.api.person('admin', await school.api.organization('grades-elsewhere'));
    const refused = await Promise.all(
      [work, ops, stranger].map(({ token }) => change(work, token, 1).then(({ status }) => status)),
    );
    expect(refused).toEqual([403, 403, 404]);
    const seen = await Promise.all(
      [work, ops, stranger].map(({ token }) => submissionsOf(work.enrollmentId, token)),
    );
    expect(seen.map(({ status }) => status)).toEqual([403, 403, 404]);
    expect((await change(work, staff.token, 2)).body.code).toBe('review.decision-mismatch');
    await change(work, staff.token, 1);
    expect((await change(work, staff.token, 1, { replaces: 2 })).body.code).toBe('grade.unchanged');

    await rows(`DELETE FROM grades WHERE submission_id = $1 RETURNING id`, [work.submissionId]);
    expect((await change(work, staff.token, 1)).body.code).toBe('grade.not-given');
  });

  it('is not for the own work, whatever somebody may do otherwise', async () => {
    const work = await graded();
    await rows(`UPDATE memberships SET role = 'admin' WHERE user_id = $1 RETURNING user_id`, [work.userId]);
    expect(await change(work, work.token, 1)).toMatchObject({
      status: 403,
      body: { code: 'submission.own-work' },
    });
    const { token } = await school.api.person('instructor');
    expect((await change(work, token, 1)).status).toBe(200);
  });

  it('says nothing of what was written once the learner is erased, and keeps the numbers', async () => {
    const work = await graded();
    const { token } = await school.api.person('instructor');
    await change(work, token, 1);
    await rows(
      `UPDATE data_keys SET wrapped_key = NULL, destroyed_at = now() WHERE user_id = $1 RETURNING user_id`,
      [work.userId],
    );
    const [entry] = (await submissionsOf(work.enrollmentId, token)).body.items[0].submissions;
    expect(entry).toMatchObject({ body: '', grades: [{ percentage: 100, reason: null, criteria: [] }, {}] });
  });

  it('puts nothing into a message of somebody who is erased meanwhile', async () => {
    const work = await graded();
    const { token } = await school.api.person('instructor');
    const { dataSource } = school.api.scratch;
    const { organizationId } = school.api;
    const answer = await dataSource.transaction(async (manager) => {
      await erasePerson(manager, { organizationId, userId: work.userId, requestedBy: null });
      const asked = change(work, token, 1);
      await school.api.untilOneWaits();
      return { asked };
    });
    expect(await answer.asked).toMatchObject({ status: 410, body: { code: 'vault.erased' } });
    expect(
      await rows(`SELECT 1 FROM messages WHERE user_id = $1 AND purpose = 'grade-changed'`, [work.userId]),
    ).toEqual([]);
  });
});
