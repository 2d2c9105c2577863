import { CHECKOUT_UNTIL } from '@gradus/flow';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordCharge, writeOutsideRefunds } from '@gradus/database';
import { CourseSchool } from '../../testing/course-school.ts';

let school: CourseSchool;
beforeAll(async () => {
  school = await CourseSchool.start();
}, 30_000);
afterAll(() => school.stop(), 20_000);

/** Somebody who has paid for the priced course and studies it. */
async function payer() {
  const person = await school.api.person();
  const { body } = await school.post(`/api/courses/${school.pricedCourse}/enroll`, person.token);
  const enrollmentId = body.enrollmentId as string;
  const [order] = (await school.api.query(
    `UPDATE orders SET state = 'paid', payment_intent = 'pi_' || id::text, paid_at = clock_timestamp()
      WHERE enrollment_id = $1 RETURNING id`,
    [enrollmentId],
  )) as unknown as [Array<{ id: string }>];
  const orderId = (Array.isArray(order) ? order[0] : order)!.id;
  await school.api.query(
    `INSERT INTO entitlements (organization_id, enrollment_id, source, order_id)
     SELECT organization_id, id, 'order', $2::uuid FROM enrollments WHERE id = $1`,
    [enrollmentId, orderId],
  );
  return { ...person, enrollmentId, orderId };
}
const refund = (orderId: string, as: string, body: object = {}, key?: string) =>
  school.post(
    `/api/payments/order/${orderId}/refund`,
    as,
    { endAccess: true, reason: 'They asked for it', ...body },
    key,
  );

describe('payments over the API', () => {
  it('are a list for ops, with what was taken, and a list of their own for each person', async () => {
    const mine = await payer();
    const { token: ops } = await school.api.person('ops');
    const all = await school.get(`/api/payments?state=paid`, ops);
    expect(all.status).toBe(200);
    expect(all.body.items).toContainEqual(
      expect.objectContaining({
        id: mine.orderId,
        kind: 'order',
        state: 'paid',
        refundedMinor: 0,
        refund: 'none',
      }),
    );
    const own = await school.get('/api/my/payments', mine.token);
    expect(own.body.payments.map(({ id }: { id: string }) => id)).toEqual([mine.orderId]);
    const { token: other } = await school.api.person();
    expect((await school.get('/api/my/payments', other)).body.payments).toEqual([]);
    expect((await school.get('/api/payments', other)).status).toBe(403);
  });

  it('are given back once for each request, and never more than there is', async () => {
    const { orderId, token } = await payer();
    const { token: ops } = await school.api.person('ops');
    expect((await refund(orderId, token)).status).toBe(403);
    const [first, again] = [await refund(orderId, ops, {}, 'same'), await refund(orderId, ops, {}, 'same')];
    expect([first.status, again.body]).toEqual([202, first.body]);
    const more = await refund(orderId, ops, { amountMinor: 100 });
    expect([more.status, more.body.code]).toEqual([409, 'payment.nothing-to-refund']);
    const rows = await school.api.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM refunds f JOIN processes p ON p.subject_id = f.id AND p.kind = 'refundPayment'
        WHERE f.order_id = $1`,
      [orderId],
    );
    expect(rows).toEqual([{ n: 1 }]);
    const listed = await school.get('/api/payments', ops);
    const line = listed.body.items.find(({ id }: { id: string }) => id === orderId);
    expect(line.refund).toBe('open');
  });

  it('are given back as far as there is any, and whoever asked for more is told how much that was', async () => {
    const { orderId } = await payer();
    const { token: ops } = await school.api.person('ops');
    const { status, body } = await refund(orderId, ops, { amountMinor: 999_900 });
    expect(status).toBe(202);
    expect(body.notice).toMatch(/^Of the €9,999.00 only €[1-9][\d,]*\.\d\d was left to give back/);
  });

  it('are told of once in the audit log, also when the process died before its answer was kept', async () => {
    const { orderId } = await payer();
    const { token: ops } = await school.api.person('ops');
    const first = await refund(orderId, ops, { amountMinor: 100 }, 'died');
    await school.api.died('died');
    const again = await refund(orderId, ops, { amountMinor: 100 }, 'died');
    expect([again.status, again.body]).toEqual([202, first.body]);
    await refund(orderId, ops, { amountMinor: 100 }, 'another');
    const told = await school.api.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'payment.refund' AND subject_id = $1`,
      [orderId],
    );
    expect(told).toEqual([{ n: 2 }]);
  });

  it('and subscriptions are read page by page, each once, also while they change', async () => {
    const organizationId = await school.api.organization('many');
    const { token: ops } = await school.api.person('ops', organizationId);
    const { userId } = await school.api.person('learner', organizationId);
    await school.api.query(
      `INSERT INTO charges (organization_id, user_id, key, title, amount_minor, currency, state, payment_intent, created_at)
       SELECT $1, $2, 'c' || n, 'Hour ' || n, 100, 'EUR', 'paid', 'pi_many_' || n, now() - (n / 2) * interval '1 minute'
         FROM generate_series(1, 130) n`,
      [organizationId, userId],
    );
    await school.api.query(
      `INSERT INTO subscriptions (organization_id, user_id, key, title, amount_minor, currency, every, state, provider_id, created_at)
       SELECT $1, $2, 's' || n, 'Club ' || n, 100, 'EUR', 'month', CASE n % 2 WHEN 0 THEN 'active' ELSE 'cancelled' END,
              'sub_many_' || n, now() - (n / 2) * interval '1 minute' FROM generate_series(1, 130) n`,
      [organizationId, userId],
    );
    for (const path of ['/api/payments', '/api/subscriptions']) {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { status, body } = await school.get(`${path}?cursor=${cursor}`, ops);
        expect(status).toBe(200);
        seen.push(...body.items.map(({ title }: { title: string }) => title));
        cursor = body.next;
        await school.api.query('UPDATE charges SET refunded_minor = 100 WHERE organization_id = $1', [
          organizationId,
        ]);
        await school.api.query(`UPDATE subscriptions SET state = 'cancelled' WHERE organization_id = $1`, [
          organizationId,
        ]);
      }
      expect([seen.length, new Set(seen).size]).toEqual([130, 130]);
    }
    const found = await school.get('/api/payments?search=hour%2012&state=refunded', ops);
    expect(found.body.items).toHaveLength(11);
  });

  it('are given back elsewhere as the school wants it: an admin says so', async () => {
    const organizationId = await school.api.organization('policy');
    const [{ token: admin }, { token: ops }] = [
      await school.api.person('admin', organizationId),
      await school.api.person('ops', organizationId),
    ];
    const put = (token: string) =>
      school.api.ask('PUT', '/api/payments/policy', { as: token, body: { outsideRefundEndsAccess: false } });
    expect((await put(ops)).status).toBe(403);
    expect((await put(admin)).body).toEqual({ outsideRefundEndsAccess: false });
    expect((await school.get('/api/payments', ops)).body.policy).toEqual({ outsideRefundEndsAccess: false });
  });

  it('that a bank sent back are not counted as given back, and wait for ops until somebody has noted them', async () => {
    const organizationId = await school.api.organization('returned');
    const { token: ops } = await school.api.person('ops', organizationId);
    const { userId } = await school.api.person('learner', organizationId);
    const { dataSource } = school.api.scratch;
    const charge = { enrollmentId: null, courseId: null, subscriptionId: null, runId: null, declined: null };
    const id = await recordCharge(dataSource.manager, {
      ...charge,
      organizationId,
      userId,
      key: 'returned',
      title: 'An hour',
      amountMinor: 1_000,
      currency: 'eur',
      paymentIntent: 'pi_returned',
      simulated: false,
    });
    const told = (refundId: string, status: 'done' | 'failed') =>
      dataSource.transaction((manager) =>
        writeOutsideRefunds(manager, organizationId, { kind: 'charge', id: id! }, [
          { refundId, key: null, amountMinor: 400, status },
        ]),
      );
    const revenue = async () => (await school.get('/api/payments', ops)).body.revenue;
    const line = { currency: 'EUR', takenMinor: 1_000, payments: 1, declined: 0 };
    await told('re_1', 'done');
    expect(await revenue()).toEqual([{ ...line, refundedMinor: 400 }]);
    await told('re_1', 'failed');
    await told('re_1', 'failed');
    expect(await revenue()).toEqual([{ ...line, refundedMinor: 0 }]);
    await told('re_2', 'done');
    expect(await revenue()).toEqual([{ ...line, refundedMinor: 400 }]);

    const groupId = 'process.returned.refund.returned';
    const groups = async () => (await school.get('/api/work-list', ops)).body.groups;
    expect(await groups()).toMatchObject([
      { groupId, count: 1, samples: [{ label: 'Some learner: An hour, €4.00' }] },
    ]);
    const act = (verb: string) =>
      school.post(`/api/work-list/${groupId}/${verb}`, ops, { reason: 'Settled by bank transfer' });
    expect((await act('retry')).body).toMatchObject({ code: 'work.not-retryable' });
    expect((await act('note')).body).toMatchObject({ noted: 1 });
    expect(await groups()).toEqual([]);
  }, 30_000);

  it('of another school are not there', async () => {
    const { orderId } = await payer();
    const elsewhere = await school.api.organization('elsewhere');
    const { token } = await school.api.person('admin', elsewhere);
    expect((await refund(orderId, token)).status).toBe(409);
    expect((await school.get('/api/payments', token)).body.items).toEqual([]);
  });

  it('tell the learner why access has ended', async () => {
    const { enrollmentId, token } = await payer();
    await school.api.query(
      `UPDATE enrollments SET state = 'revoked', ended_reason = 'Refunded' WHERE id = $1`,
      [enrollmentId],
    );
    const progress = await school.progress(token, school.pricedCourse);
    expect(progress).toMatchObject({ state: 'revoked', endedReason: 'Refunded' });
  });
});

/** A run waits at the step whose page that is, until 5 January. */
async function standsAtPage(): Promise<void> {
  const { enrollmentId } = await school.learner();
  await school.api.query(
    `WITH r AS (SELECT * FROM runs WHERE enrollment_id = $1),
          v AS (INSERT INTO step_runs (organization_id, run_id, version_id, step_id, visit, state, entered_at)
                SELECT organization_id, id, version_id, 'act', 1, 'waiting', now() FROM r RETURNING id)
     INSERT INTO effects (organization_id, run_id, version_id, key, kind, step_id, visit, state, given)
     SELECT organization_id, id, version_id, 'run:act:1', 'subscribe', 'act', 1, 'done',
            jsonb_build_object($2::text, $3::bigint) FROM r`,
    [enrollmentId, CHECKOUT_UNTIL, Date.UTC(2027, 0, 5)],
  );
}

describe('a subscription over the API', () => {
  it('that is to be begun on the page of the provider is taken up by its own person alone', async () => {
    const { userId, token } = await payer();
    await school.api.query(
      `INSERT INTO subscriptions (organization_id, user_id, key, title, amount_minor, currency, every, page_key, checkout_link, checkout_url)
       SELECT organization_id, user_id, 'page-' || user_id, 'The club', 900, 'EUR', 'month', 'run:act:1', 'page', 'https://pay.example/1'
         FROM enrollments WHERE user_id = $1`,
      [userId],
    );
    const { body } = await school.get('/api/my/payments', token);
    expect(body.subscriptions).toMatchObject([
      { title: 'The club', state: 'incomplete', checkoutUrl: 'https://pay.example/1' },
    ]);
    const { token: ops } = await school.api.person('ops');
    const all = await school.get('/api/subscriptions', ops);
    expect(all.body.items.find((line: { userId: string }) => line.userId === userId)).toMatchObject({
      state: 'incomplete',
      checkoutUrl: null,
      openUntil: null,
    });
    await standsAtPage();
    const until = new Date(Date.UTC(2027, 0, 5)).toISOString();
    const [mine] = (await school.get('/api/my/payments', token)).body.subscriptions;
    expect(mine).toMatchObject({ openUntil: until });
    await school.api.query(`UPDATE subscriptions SET state = 'cancelled' WHERE user_id = $1`, [userId]);
    expect((await school.get('/api/my/payments', token)).body.subscriptions).toEqual([]);
  });

  it('is ended by its own person or by ops, and by nobody else', async () => {
    const mine = await payer();
    const [row] = await school.api.query<{ id: string }>(
      `INSERT INTO subscriptions (organization_id, user_id, key, title, amount_minor, currency, every, state, provider_id)
       SELECT organization_id, user_id, 'k', 'The club', 900, 'EUR', 'month', 'active', 'sub_1' FROM enrollments WHERE id = $1
       RETURNING id`,
      [mine.enrollmentId],
    );
    const path = `/api/subscriptions/${row!.id}/cancel`;
    const { token: other } = await school.api.person();
    expect((await school.post(path, other, { when: 'periodEnd' })).status).toBe(404);
    const ended = await school.post(path, mine.token, { when: 'periodEnd' });
    expect([ended.status, ended.body.ending]).toEqual([202, true]);
    const [wanted] = await school.api.query(
      `SELECT cancel_wanted, p.kind FROM subscriptions s JOIN processes p ON p.subject_id = s.id WHERE s.id = $1`,
      [row!.id],
    );
    expect(wanted).toEqual({ cancel_wanted: 'periodEnd', kind: 'runSubscription' });
    await school.post(path, mine.token, { when: 'now' });
    await school.post(path, mine.token, { when: 'periodEnd' });
    expect(
      await school.api.query('SELECT cancel_wanted FROM subscriptions WHERE id = $1', [row!.id]),
    ).toEqual([{ cancel_wanted: 'now' }]);
  });
});
