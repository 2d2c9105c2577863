import { CourseSchool } from '../testing/course-school.ts';

let school: CourseSchool;
beforeAll(async () => {
  school = await CourseSchool.start();
});
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

const TEXT = `${'A considered answer about marketing with words enough. '.repeat(40)}`;
const handIn = (assessmentId: string, token: string, body = TEXT, key?: string) =>
  school.post(`/api/assessments/${assessmentId}/submissions`, token, { body }, key);
const assessmentsOf = async (token: string): Promise<string[]> =>
  (await school.progress(token)).modules.map(
    ({ assessment }: { assessment: { id: string } }) => assessment.id,
  );
const grade = (submissionId: string, passed: boolean) =>
  school.api.query(
    `WITH s AS (UPDATE submissions SET state = 'graded' WHERE id = $1 RETURNING id, organization_id)
     INSERT INTO grades (organization_id, submission_id, percentage, passed, detail_cipher)
     SELECT organization_id, id, CASE WHEN $2 THEN 90 ELSE 30 END, $2, '\\x00' FROM s RETURNING id`,
    [submissionId, passed],
  );
const saveDraft = (assessmentId: string, token: string, body: string) =>
  school.api.ask('PUT', `/api/assessments/${assessmentId}/draft`, { as: token, body: { body } });

describe('an assignment', () => {
  it('keeps a draft, sealed, and shows neither terms nor exemplars', async () => {
    const { token } = await school.learner();
    const [open, locked] = await assessmentsOf(token);
    expect(await saveDraft(open!, token, 'my secret plan')).toMatchObject({ status: 200 });
    const { body } = await school.get(`/api/assessments/${open}`, token);
    expect(body).toMatchObject({
      draft: { body: 'my secret plan' },
      canSubmit: true,
      reason: null,
      submissions: [],
    });
    expect(Object.keys(body.criteria[0]).sort()).toEqual([
      'description',
      'key',
      'points',
      'ratings',
      'title',
    ]);
    const [row] = await school.api.query<{ body_cipher: Buffer }>(
      'SELECT body_cipher FROM assessment_drafts',
    );
    expect(row!.body_cipher.toString('latin1')).not.toContain('secret');
    expect((await school.progress(token)).modules[0].assessment.state).toBe('draft');
    expect(await saveDraft(locked!, token, 'x')).toMatchObject({
      status: 403,
      body: { code: 'module.locked' },
    });
    expect((await school.get(`/api/assessments/${locked}`, token)).status).toBe(403);
  });

  it('is handed in once at a time, as often as is allowed, with process and event', async () => {
    const { token, enrollmentId } = await school.learner();
    const [assessmentId, locked] = await assessmentsOf(token);
    const answers = await Promise.all([1, 2, 3, 4].map(() => handIn(assessmentId!, token)));
    const accepted = answers.filter(({ status }) => status === 202);
    expect(accepted).toHaveLength(1);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('submission.under-way');
    const submission = accepted[0]!.body;
    expect(submission).toMatchObject({ attempt: 1, state: 'submitted', body: TEXT.trim(), grade: null });
    const [row] = await school.api.query(
      `SELECT p.kind, p.state, d.type, d.data FROM processes p
         JOIN domain_events d ON d.key = 'submission.made:' || p.subject_id WHERE p.subject_id = $1`,
      [submission.id],
    );
    expect(row).toMatchObject({ kind: 'gradeSubmission', state: 'open', data: { attempt: 1 } });
    expect((await handIn(locked!, token)).body.code).toBe('module.locked');

    const { maxAttempts } = (await school.get(`/api/assessments/${assessmentId}`, token)).body;
    await grade(submission.id, false);
    for (let attempt = 2; attempt <= maxAttempts; attempt++) {
      const next = await handIn(assessmentId!, token);
      expect(next).toMatchObject({ status: 202, body: { attempt } });
      await grade(next.body.id, false);
    }
    expect((await handIn(assessmentId!, token)).body.code).toBe('submission.no-attempts-left');
    const module = (await school.progress(token)).modules[0];
    expect(module.assessment).toMatchObject({ state: 'failed', percentage: 30, attemptsUsed: maxAttempts });
    expect(enrollmentId).toBeDefined();
  });

  it('gives the first answer again to the same Idempotency-Key', async () => {
    const { token } = await school.learner();
    const [assessmentId] = await assessmentsOf(token);
    const first = await handIn(assessmentId!, token, TEXT, 'the-same');
    const second = await handIn(assessmentId!, token, TEXT, 'the-same');
    expect(second).toMatchObject({ status: 202, body: first.body });
  });

  it('gives that answer also when the process died before it was kept, whatever has become of the work since', async () => {
    const { token, userId } = await school.learner();
    const [assessmentId] = await assessmentsOf(token);
    const first = await handIn(assessmentId!, token, TEXT, 'died-after');
    const again = async () => {
      await school.api.died('died-after');
      return handIn(assessmentId!, token, TEXT, 'died-after');
    };
    expect(await again()).toMatchObject({ status: 202, body: first.body });
    await grade(first.body.id, false);
    expect(await again()).toMatchObject({ status: 202, body: first.body });
    const [row] = await school.api.query(
      `SELECT count(*)::int AS "handedIn",
              (SELECT count(*)::int FROM domain_events WHERE key = 'submission.made:' || $1) AS told,
              (SELECT count(*)::int FROM processes WHERE subject_id = $1::uuid) AS processes
         FROM submissions WHERE user_id = $2`,
      [first.body.id, userId],
    );
    expect(row).toEqual({ handedIn: 1, told: 1, processes: 1 });
    expect(await handIn(assessmentId!, token, TEXT, 'another')).toMatchObject({
      status: 202,
      body: { attempt: 2 },
    });
  });

  it('refuses what is empty or too short, and belongs to nobody else', async () => {
    const { token } = await school.learner();
    const [assessmentId] = await assessmentsOf(token);
    expect((await handIn(assessmentId!, token, '  ')).status).toBe(400);
    const { minWords } = (await school.get(`/api/assessments/${assessmentId}`, token)).body;
    const short = await handIn(assessmentId!, token, 'too short');
    expect(short.status).toBe(minWords > 2 ? 422 : 202);
    const other = await school.api.person();
    for (const answer of [
      await school.get(`/api/assessments/${assessmentId}`, other.token),
      await handIn(assessmentId!, other.token),
      await saveDraft(assessmentId!, other.token, 'x'),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'assessment.not-found' } });
  });
});

describe('an assignment of an enrollment that ended', () => {
  it.each(['revoked', 'withdrawn', 'expired'])('is not shown any more (%s)', async (state) => {
    const { token, enrollmentId } = await school.learner();
    const [assessmentId] = await assessmentsOf(token);
    const end = 'UPDATE enrollments SET state = $2 WHERE id = $1 RETURNING id';
    await school.api.query(end, [enrollmentId, 'completed']);
    expect((await school.get(`/api/assessments/${assessmentId}`, token)).status).toBe(200);
    await school.api.query(end, [enrollmentId, state]);
    expect((await school.get(`/api/assessments/${assessmentId}`, token)).body.code).toBe(
      'assessment.not-found',
    );
  });
});

describe('the review queue', () => {
  const waitingOf = async () => {
    const { token, userId } = await school.learner();
    const [assessmentId] = await assessmentsOf(token);
    const { body } = await handIn(assessmentId!, token);
    await school.api.query(
      `UPDATE submissions SET state = 'in_review', review_reason = 'The grader is 40 % sure.' WHERE id = $1 RETURNING id`,
      [body.id],
    );
    return { submissionId: body.id as string, token, userId };
  };
  const waiting = () => waitingOf().then(({ submissionId }) => submissionId);
  const decide = (submissionId: string, token: string, body: object, key?: string) =>
    school.post(`/api/review-queue/${submissionId}/decision`, token, body, key);

  it('lists what waits, takes one fitting decision and keeps it sealed', async () => {
    const submissionId = await waiting();
    const staff = await school.api.person('instructor');
    const { body } = await school.get('/api/review-queue', staff.token);
    const item = body.items.find((each: { submissionId: string }) => each.submissionId === submissionId);
    expect(item).toMatchObject({ body: TEXT.trim(), reason: 'The grader is 40 % sure.', proposal: null });
    const criteria = item.rubric.map(({ key, points }: { key: string; points: number }) => ({
      key,
      points,
      feedback: 'well done',
    }));
    const unfit = await decide(submissionId, staff.token, {
      criteria: [{ ...criteria[0], points: 999 }, criteria[1], criteria[1]],
    });
    expect(unfit).toMatchObject({ status: 422, body: { code: 'review.decision-mismatch' } });
    expect(unfit.body.fields).toHaveLength(3);
    const [first, second] = await Promise.all([
      decide(submissionId, staff.token, { criteria, feedback: 'good' }),
      decide(submissionId, staff.token, { criteria, feedback: 'better' }),
    ]);
    expect([first.status, second.status].sort()).toEqual([202, 409]);
    const after = (await school.get('/api/review-queue', staff.token)).body;
    expect(JSON.stringify(after)).not.toContain(submissionId);
    const [row] = await school.api.query<{ decision_cipher: Buffer }>(
      'SELECT decision_cipher FROM review_decisions WHERE submission_id = $1',
      [submissionId],
    );
    expect(row!.decision_cipher.toString('latin1')).not.toContain('well done');
  });

  it('takes a decision once, and answers it again when the process died before it could', async () => {
    const submissionId = await waiting();
    const staff = await school.api.person('instructor');
    const { body } = await school.get('/api/review-queue', staff.token);
    const item = body.items.find((each: { submissionId: string }) => each.submissionId === submissionId);
    const criteria = item.rubric.map(({ key, points }: { key: string; points: number }) => ({
      key,
      points,
      feedback: '',
    }));
    const send = (key: string) => decide(submissionId, staff.token, { criteria, feedback: 'good' }, key);
    const first = await send('decided-once');
    await school.api.died('decided-once');
    expect(await send('decided-once')).toMatchObject({ status: 202, body: first.body });
    expect((await send('decided-twice')).status).toBe(409);
    const audited = await school.api.query('SELECT 1 FROM audit_log WHERE subject_id = $1', [submissionId]);
    expect(audited).toHaveLength(1);
  });

  it('is for instructors of the same school', async () => {
    const submissionId = await waiting();
    const learner = await school.api.person();
    expect((await school.get('/api/review-queue', learner.token)).status).toBe(403);
    const stranger = await school.api.person('instructor', await school.api.organization('elsewhere'));
    expect((await school.get('/api/review-queue', stranger.token)).body.items).toEqual([]);
    const body = { criteria: [{ key: 'x', points: 1, feedback: '' }] };
    expect((await decide(submissionId, stranger.token, body)).status).toBe(404);
  });

  it('takes no decision about the own work, and shows nothing of it', async () => {
    const { submissionId, token, userId } = await waitingOf();
    await school.api.query(
      `UPDATE memberships SET role = 'instructor' WHERE user_id = $1 RETURNING user_id`,
      [userId],
    );
    const body = { criteria: [{ key: 'x', points: 1, feedback: '' }] };
    expect(await decide(submissionId, token, body)).toMatchObject({
      status: 403,
      body: { code: 'submission.own-work' },
    });
    const { body: own } = await school.get('/api/review-queue', token);
    expect(JSON.stringify(own.items)).not.toContain(submissionId);
    expect(own.ownWaiting).toBe(1);
    const { token: colleague } = await school.api.person('instructor');
    const { body: theirs } = await school.get('/api/review-queue', colleague);
    expect(JSON.stringify(theirs.items)).toContain(submissionId);
    expect(theirs.ownWaiting).toBe(0);
  });
});
