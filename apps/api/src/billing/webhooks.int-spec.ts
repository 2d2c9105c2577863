import { createHmac } from 'node:crypto';
import { CourseSchool } from '../testing/course-school.ts';

const SECRET = 'whsec_of_this_test';
let school: CourseSchool;
let orderId: string;
beforeAll(async () => {
  school = await CourseSchool.start({ STRIPE_WEBHOOK_SECRETS: SECRET });
  const { token, userId } = await school.api.person();
  const enrolling = school.post(`/api/courses/${school.pricedCourse}/enroll`, token);
  await enrolling;
  [{ id: orderId }] = (await school.api.query('SELECT id FROM orders WHERE user_id = $1', [userId])) as [
    { id: string },
  ];
}, 60_000);
// Bells that nobody answers are given up after four seconds.
afterAll(() => school.stop(), 60_000);

function send(event: object, secret = SECRET) {
  const payload = JSON.stringify({ object: 'event', created: Math.floor(Date.now() / 1000), ...event });
  const at = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', secret).update(`${at}.${payload}`).digest('hex');
  return school.api.ask('POST', '/api/webhooks/stripe', {
    body: payload,
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${signature}` },
  });
}
const paid = (id: string) => ({
  id,
  type: 'checkout.session.completed',
  data: {
    object: {
      id: 'cs_1',
      object: 'checkout.session',
      client_reference_id: orderId,
      metadata: { order_id: orderId },
    },
  },
});
const kept = (eventId: string) =>
  school.api.query(
    'SELECT type, order_id, processed_at IS NOT NULL AS done FROM webhook_events WHERE event_id = $1',
    [eventId],
  );

describe('notices of the payment provider', () => {
  it('are kept once however often they come', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(paid('evt_1'))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1);
    expect(await kept('evt_1')).toEqual([
      { type: 'checkout.session.completed', order_id: orderId, done: false },
    ]);
  });

  it('leave the process of the order due, so that a lost bell costs no more than the pause of the sweep', async () => {
    const due = () =>
      school.api.query('SELECT wake_at <= clock_timestamp() AS due FROM processes WHERE subject_id = $1', [
        orderId,
      ]);
    await school.api.query(
      `INSERT INTO processes (organization_id, kind, subject_id, wake_at)
       SELECT organization_id, 'runSubscription', id, clock_timestamp() + interval '10 minutes' FROM orders WHERE id = $1`,
      [orderId],
    );
    await send(paid('evt_1'));
    expect(await due()).toEqual([{ due: false }]);
    await send(paid('evt_due'));
    expect(await due()).toEqual([{ due: true }]);
  });

  it('are refused without a good signature', async () => {
    const forged = await send(paid('evt_2'), 'whsec_of_somebody_else');
    expect(forged).toMatchObject({ status: 400, body: { code: 'webhook.signature-invalid' } });
    const bare = await school.api.ask('POST', '/api/webhooks/stripe', { body: paid('evt_2') });
    expect(bare.status).toBe(400);
    expect(await kept('evt_2')).toEqual([]);
  });

  it('of money that went back wake the process of the payment it belongs to, also one that had ended', async () => {
    await school.api.query(`UPDATE orders SET state = 'paid', payment_intent = 'pi_known' WHERE id = $1`, [
      orderId,
    ]);
    const refunded = (id: string, intent: string) => ({
      id,
      type: 'refund.created',
      data: { object: { id: 're_1', object: 'refund', payment_intent: intent } },
    });
    expect((await send(refunded('evt_r1', 'pi_known'))).body).toMatchObject({ duplicate: false });
    expect((await send(refunded('evt_r1', 'pi_known'))).body).toMatchObject({ duplicate: true });
    const process = () =>
      school.api.query(
        `SELECT state, round FROM processes WHERE kind = 'runSubscription' AND subject_id = $1`,
        [orderId],
      );
    const [{ round }] = (await process()) as [{ round: number }];
    await school.api.query(
      `UPDATE processes SET state = 'ended', ended_at = clock_timestamp(), outcome = 'paid' WHERE subject_id = $1`,
      [orderId],
    );
    await send(refunded('evt_r2', 'pi_known'));
    expect(await process()).toEqual([{ state: 'open', round: round + 1 }]);
    await send(refunded('evt_r3', 'pi_of_somebody_else'));
    expect(
      await school.api.query(
        `SELECT event_id, payment_id = $1 AS ours, payment_intent AS of, processed_at IS NOT NULL AS done FROM webhook_events
          WHERE type = 'refund.created' ORDER BY event_id`,
        [orderId],
      ),
    ).toEqual([
      { event_id: 'evt_r1', ours: true, of: 'pi_known', done: false },
      { event_id: 'evt_r2', ours: true, of: 'pi_known', done: false },
      { event_id: 'evt_r3', ours: null, of: 'pi_of_somebody_else', done: true },
    ]);
  });

  it('are kept and ignored when we do not know their kind or their order', async () => {
    expect(
      (
        await send({
          id: 'evt_3',
          type: 'invoice.voided',
          data: { object: { id: 'in_1', object: 'invoice' } },
        })
      ).status,
    ).toBe(200);
    expect(await kept('evt_3')).toEqual([{ type: 'invoice.voided', order_id: null, done: true }]);
    const unknown = paid('evt_4');
    unknown.data.object.metadata.order_id = '6e0f7a52-5c7a-4bb0-9c1b-0a4f8a9d9a01';
    unknown.data.object.client_reference_id = unknown.data.object.metadata.order_id;
    expect((await send(unknown)).status).toBe(200);
    expect(await kept('evt_4')).toEqual([{ type: 'checkout.session.completed', order_id: null, done: true }]);
  });
});
