import { endEntitlement } from '@gradus/database';
import { CourseSchool } from '../testing/course-school.ts';

let school: CourseSchool;
beforeAll(async () => {
  school = await CourseSchool.start();
});
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 20_000);

const enroll = (courseId: string, token: string) => school.post(`/api/courses/${courseId}/enroll`, token);
const end = (enrollmentId: string, token: string, key?: string) =>
  school.post(`/api/enrollments/${enrollmentId}/end-access`, token, { reason: 'Broke the house rules' }, key);
const seats = (userId: string) =>
  school.api.query(
    `SELECT e.id, e.state, e.source, e.reopened, (SELECT count(*)::int FROM orders o WHERE o.enrollment_id = e.id) AS orders
       FROM enrollments e WHERE e.user_id = $1`,
    [userId],
  );

const subscribe = (enrollmentId: string, key: string) =>
  school.api.query(
    `INSERT INTO subscriptions (organization_id, user_id, enrollment_id, key, title, amount_minor, currency, every, state, provider_id)
     SELECT organization_id, user_id, id, $2::text, 'The club', 900, 'EUR', 'month', 'active', $2::text FROM enrollments WHERE id = $1`,
    [enrollmentId, key],
  );

/** Somebody who has bought the course that costs something; the provider's part is played by the rows it would write. */
async function buyer() {
  const person = await school.api.person();
  const { enrollmentId } = (await enroll(school.pricedCourse, person.token)).body as { enrollmentId: string };
  await school.api.query(
    `UPDATE orders SET state = 'paid', payment_intent = 'pi_1' WHERE enrollment_id = $1`,
    [enrollmentId],
  );
  await school.api.query(`UPDATE enrollments SET state = 'active' WHERE id = $1`, [enrollmentId]);
  await school.api.query(
    `INSERT INTO entitlements (organization_id, enrollment_id, source, order_id)
     SELECT organization_id, enrollment_id, 'order', id FROM orders WHERE enrollment_id = $1`,
    [enrollmentId],
  );
  return { ...person, enrollmentId };
}

describe('ending access without giving money back', () => {
  it('is for ops and admins, once, with a reason that the learner reads', async () => {
    const mine = await buyer();
    const { token: ops } = await school.api.person('ops');
    const { token: instructor } = await school.api.person('instructor');
    expect([
      (await end(mine.enrollmentId, mine.token)).status,
      (await end(mine.enrollmentId, instructor)).status,
    ]).toEqual([403, 403]);
    const { token: stranger } = await school.api.person('admin', await school.api.organization('elsewhere'));
    expect((await end(mine.enrollmentId, stranger)).status).toBe(404);

    const [first, again] = [
      await end(mine.enrollmentId, ops, 'same'),
      await end(mine.enrollmentId, ops, 'same'),
    ];
    expect(first).toMatchObject({ status: 200, body: { state: 'revoked', closed: true } });
    expect(again.body).toEqual(first.body);
    expect((await end(mine.enrollmentId, ops)).body).toMatchObject({ state: 'revoked', closed: false });
    const progress = await school.progress(mine.token, school.pricedCourse);
    expect(progress).toMatchObject({ state: 'revoked', endedReason: 'Broke the house rules' });
    expect(
      await school.api.query(
        `SELECT action, reason FROM audit_log WHERE subject_id = $1 AND action = 'enrollment.end-access'`,
        [mine.enrollmentId],
      ),
    ).toEqual([{ action: 'enrollment.end-access', reason: 'Broke the house rules' }]);
    expect(
      await school.api.query(`SELECT state, refunded_minor FROM orders WHERE enrollment_id = $1`, [
        mine.enrollmentId,
      ]),
    ).toEqual([{ state: 'paid', refunded_minor: 0 }]);
  });

  it('ends the subscription that pays for it, so that nobody goes on paying', async () => {
    const mine = await buyer();
    const { token: ops } = await school.api.person('ops');
    await subscribe(mine.enrollmentId, 'ends');
    await end(mine.enrollmentId, ops);
    expect(
      await school.api.query(
        `SELECT s.cancel_wanted, p.kind FROM subscriptions s JOIN processes p ON p.subject_id = s.id WHERE s.user_id = $1`,
        [mine.userId],
      ),
    ).toEqual([{ cancel_wanted: 'now', kind: 'runSubscription' }]);
  });

  it('is refused while the place waits for its payment: whoever pays this moment must not be without it', async () => {
    const { token, userId } = await school.api.person();
    const { enrollmentId } = (await enroll(school.pricedCourse, token)).body as { enrollmentId: string };
    const { token: ops } = await school.api.person('ops');
    expect(await end(enrollmentId, ops)).toMatchObject({
      status: 409,
      body: { code: 'enrollment.not-open' },
    });
    expect(await seats(userId)).toMatchObject([{ state: 'pending', orders: 1 }]);
  });

  it('and the end of a subscription at the same moment do not lock each other out', async () => {
    const mine = await buyer();
    const { token: ops } = await school.api.person('ops');
    await subscribe(mine.enrollmentId, 'rival');
    const rival = school.api.scratch.dataSource.createQueryRunner();
    await rival.startTransaction();
    try {
      await rival.query('SELECT 1 FROM subscriptions WHERE enrollment_id = $1 FOR NO KEY UPDATE', [
        mine.enrollmentId,
      ]);
      const ending = end(mine.enrollmentId, ops);
      await school.api.untilOneWaits('%subscriptions%');
      const { organizationId } = school.api;
      const about = { organizationId, enrollmentId: mine.enrollmentId, reason: 'The club has ended.' };
      await endEntitlement(rival.manager, { ...about, source: 'subscription' });
      await rival.commitTransaction();
      expect(await ending).toMatchObject({ status: 200, body: { state: 'revoked', closed: true } });
    } finally {
      if (rival.isTransactionActive) await rival.rollbackTransaction();
      await rival.release();
    }
  });
});

describe('a place that was taken back', () => {
  it('is taken up where it was left by whoever buys the course again, with an order of its own', async () => {
    const mine = await buyer();
    const { token: ops } = await school.api.person('ops');
    await end(mine.enrollmentId, ops);
    const answers = await Promise.all([1, 2, 3].map(() => enroll(school.pricedCourse, mine.token)));
    expect(answers.map(({ body }) => body.enrollmentId)).toEqual(Array(3).fill(mine.enrollmentId));
    expect(await seats(mine.userId)).toEqual([
      { id: mine.enrollmentId, state: 'pending', source: 'order', reopened: 1, orders: 2 },
    ]);
    expect(
      await school.api.query(`SELECT state FROM orders WHERE enrollment_id = $1 ORDER BY created_at`, [
        mine.enrollmentId,
      ]),
    ).toEqual([{ state: 'paid' }, { state: 'pending' }]);
  });

  it('is taken up by whoever is enrolled by hand', async () => {
    const mine = await buyer();
    const { token: ops } = await school.api.person('ops');
    await end(mine.enrollmentId, ops);
    const [{ email }] = (await school.api.query('SELECT email FROM users WHERE id = $1', [mine.userId])) as [
      { email: string },
    ];
    const byHand = await school.post(`/api/courses/${school.pricedCourse}/roster`, ops, {
      email,
      reason: 'Made peace',
    });
    expect(byHand.body).toMatchObject({ enrollmentId: mine.enrollmentId, state: 'active' });
    expect(await seats(mine.userId)).toMatchObject([{ state: 'active', source: 'grant', reopened: 1 }]);
  });

  it('after it had been paid for, is taken up for nothing once the course is free, unless staff ended it', async () => {
    const [mine, theirs] = [await buyer(), await buyer()];
    const { token: ops } = await school.api.person('ops');
    const lose = (enrollmentId: string) =>
      school.api.scratch.dataSource.transaction((manager) =>
        endEntitlement(manager, {
          organizationId: school.api.organizationId,
          enrollmentId,
          source: 'all',
          reason: 'Given back as you wished',
        }),
      );
    expect(await lose(mine.enrollmentId)).toBe(true);
    await end(theirs.enrollmentId, ops);
    const done = [mine.enrollmentId];
    await school.api.query(
      `INSERT INTO lesson_progress (organization_id, enrollment_id, lesson_id)
       SELECT e.organization_id, e.id, l.id FROM enrollments e JOIN lessons l ON l.course_version_id = e.course_version_id
        WHERE e.id = $1 LIMIT 1`,
      done,
    );
    const [course] = await school.api.query<{ price: string }>('SELECT price FROM courses WHERE id = $1', [
      school.pricedCourse,
    ]);
    const price = (value: string) =>
      school.api.query('UPDATE courses SET price = $2 WHERE id = $1', [school.pricedCourse, value]);
    await price('0');
    try {
      expect(await enroll(school.pricedCourse, mine.token)).toMatchObject({
        status: 202,
        body: { enrollmentId: mine.enrollmentId, state: 'active', checkoutUrl: null },
      });
      expect(await seats(mine.userId)).toMatchObject([{ state: 'active', source: 'free', reopened: 1 }]);
      expect(
        await school.api.query('SELECT 1 FROM lesson_progress WHERE enrollment_id = $1', done),
      ).toHaveLength(1);
      const refused = { status: 403, body: { code: 'enrollment.ended' } };
      expect(await enroll(school.pricedCourse, theirs.token)).toMatchObject(refused);
      const byHand = { email: theirs.email, reason: 'Made peace' };
      await school.post(`/api/courses/${school.pricedCourse}/roster`, ops, byHand);
      expect(await lose(theirs.enrollmentId)).toBe(true);
      expect((await enroll(school.pricedCourse, theirs.token)).body).toMatchObject({ state: 'active' });
    } finally {
      await price(course!.price);
    }
  });

  it('in a course that costs nothing is the school’s to give again', async () => {
    const { token, userId } = await school.api.person();
    const { enrollmentId } = (await enroll(school.freeCourse, token)).body as { enrollmentId: string };
    const { token: ops } = await school.api.person('ops');
    await end(enrollmentId, ops);
    expect(await enroll(school.freeCourse, token)).toMatchObject({
      status: 403,
      body: { code: 'enrollment.ended' },
    });
    expect(await seats(userId)).toMatchObject([{ state: 'revoked' }]);
  });
});
