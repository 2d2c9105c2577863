import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { endEntitlement, erasePerson } from '@gradus/database';
import { type Learner, command } from '../testing/school.ts';
import { CHARGE, SUBSCRIBE, Till, keyOf, refundOf } from '../testing/till.ts';

jest.setTimeout(60_000);

/** What may have happened at the provider is asked for, whatever became of the step, the card or the person. */
describe('money that may have moved', () => {
  let till: Till;
  let twin: Till['twin'];
  let school: Till['school'];
  beforeAll(async () => {
    till = await Till.open();
    ({ twin, school } = till);
  });
  afterAll(() => till.close());
  afterEach(() => twin.post('/api/faults', {}));

  const query = <T>(statement: string, values: unknown[]) => till.query<T>(statement, values);
  const turn = (learner: Learner) => till.turn(learner);
  const perform = (learner: Learner) => till.perform(learner);
  const charged = async (key: string) =>
    (await twin.ledger()).charges.filter(
      ({ metadata, status }) => metadata['key'] === key && status === 'succeeded',
    );

  it('whose answer was lost before its step was left is asked for, found and given back', async () => {
    const learner = await till.payer(CHARGE);
    await twin.post('/api/faults', { dropAnswer: true });
    await expect(perform(learner)).rejects.toMatchObject({ type: 'payments.unreachable' });
    await twin.post('/api/faults', {});
    await command(school, learner, { name: 'skip', stepId: 'act', visit: 1, port: 'error' });
    await turn(learner);
    const finished = () =>
      query('SELECT finished_at IS NOT NULL AS over FROM runs WHERE id = $1', [learner.runId]);
    expect(await finished()).toEqual([{ over: false }]);
    await perform(learner);
    await turn(learner);
    expect(await finished()).toEqual([{ over: true }]);
    expect(
      await query(
        'SELECT c.state, f.key FROM charges c JOIN refunds f ON f.charge_id = c.id WHERE c.user_id = $1',
        [learner.userId],
      ),
    ).toEqual([{ state: 'paid', key: `late:${keyOf(learner)}` }]);
  });

  it('that nobody has attempted is called off when its step is left', async () => {
    const learner = await till.payer(CHARGE);
    await command(school, learner, { name: 'skip', stepId: 'act', visit: 1, port: 'error' });
    await turn(learner);
    await perform(learner);
    expect(await charged(keyOf(learner))).toHaveLength(0);
  });

  it('is looked for where the first attempt sent it, whatever card is saved meanwhile', async () => {
    const learner = await till.payer(CHARGE);
    await twin.post('/api/faults', { dropAnswer: true });
    await expect(perform(learner)).rejects.toMatchObject({ type: 'payments.unreachable' });
    await twin.post('/api/faults', {});
    await query(
      `UPDATE payment_customers SET customer = 'cus_other', method = 'pm_other' WHERE user_id = $1`,
      [learner.userId],
    );
    const again = jest.spyOn(school.parts.parts.payments, 'charge');
    await perform(learner);
    expect(again).not.toHaveBeenCalled();
    again.mockRestore();
    expect(await till.endOf(learner)).toBe('paid');
    expect(await charged(keyOf(learner))).toHaveLength(1);
  });

  const rights = (learner: Learner) =>
    query(
      `SELECT e.state, count(n.id)::int AS open FROM enrollments e
         LEFT JOIN entitlements n ON n.enrollment_id = e.id AND n.ends_at IS NULL AND n.source = 'subscription'
        WHERE e.id = $1 GROUP BY e.id`,
      [learner.enrollmentId],
    );
  const processOf = async (learner: Learner) => {
    const [row] = await query<{ seat: string; subscription: string }>(
      `SELECT p.id AS subscription, (SELECT id FROM processes WHERE kind = 'enrollLearner' AND subject_id = $2) AS seat
         FROM subscriptions s JOIN processes p ON p.subject_id = s.id WHERE s.user_id = $1`,
      [learner.userId, learner.enrollmentId],
    );
    return row!;
  };

  it('of a subscription that is paid again gives the right back, and takes the revoked place up', async () => {
    const learner = await till.payer(SUBSCRIBE);
    await query(`DELETE FROM entitlements WHERE enrollment_id = $1`, [learner.enrollmentId]);
    await perform(learner);
    const { payments } = school.parts.parts;
    const { subscription } = await processOf(learner);
    const read = payments.readSubscription.bind(payments);
    const unpaid = jest
      .spyOn(payments, 'readSubscription')
      .mockImplementation(async (id) => ({ ...(await read(id)), status: 'unpaid' }));
    await school.parts.activities.followSubscription({ processId: subscription });
    unpaid.mockRestore();
    expect(await rights(learner)).toEqual([{ state: 'revoked', open: 0 }]);
    await school.parts.activities.followSubscription({ processId: subscription });
    expect(await rights(learner)).toEqual([{ state: 'pending', open: 1 }]);
    const { seat } = await processOf(learner);
    expect((await school.parts.activities.lookAtSeat({ processId: seat })).next).toBe('activate');
    await school.parts.activities.activateSeat({ processId: seat });
    expect(await rights(learner)).toEqual([{ state: 'active', open: 1 }]);
  });

  /** Somebody whose subscription has begun, and nobody was told. */
  const subscribedUnheard = async () => {
    const learner = await till.payer(SUBSCRIBE);
    const { payments } = school.parts.parts;
    const begin = payments.subscribe.bind(payments);
    const lost = jest.spyOn(payments, 'subscribe').mockImplementation(async (wish) => {
      await begin(wish);
      throw new Error('The answer was lost.');
    });
    await expect(perform(learner)).rejects.toThrow('lost');
    lost.mockRestore();
    return learner;
  };

  it('for a subscription that was ended before its answer arrived gives no right', async () => {
    const learner = await subscribedUnheard();
    const { payments } = school.parts.parts;
    const find = payments.findSubscription.bind(payments);
    const ended = jest.spyOn(payments, 'findSubscription').mockImplementation(async (customer, key) => {
      const found = await find(customer, key);
      return found && { ...found, status: 'cancelled' };
    });
    await perform(learner);
    ended.mockRestore();
    expect(await rights(learner)).toEqual([{ state: 'active', open: 0 }]);
    expect(await till.endOf(learner)).toBe('declined');
  });

  const erase = ({ userId }: Learner) =>
    school.dataSource.transaction((manager) =>
      erasePerson(manager, { organizationId: school.organizationId, userId, requestedBy: null }),
    );

  it('of somebody who is erased: their blocked subscription is ended at the provider', async () => {
    const learner = await till.payer(SUBSCRIBE);
    await perform(learner);
    const { subscription } = await processOf(learner);
    await query(`UPDATE processes SET state = 'blocked', problem_code = 'payments.declined' WHERE id = $1`, [
      subscription,
    ]);
    await erase(learner);
    expect(
      await query('SELECT state, problem_code AS problem FROM processes WHERE id = $1', [subscription]),
    ).toEqual([{ state: 'open', problem: null }]);
    await school.parts.activities.followSubscription({ processId: subscription });
    expect(await query('SELECT state FROM subscriptions WHERE user_id = $1', [learner.userId])).toEqual([
      { state: 'cancelled' },
    ]);
  });

  it('of somebody who is erased: their open checkout is closed at the provider', async () => {
    const learner = await till.payer(CHARGE);
    const { payments } = school.parts.parts;
    const { sessionId } = await till.unpaid(learner);
    await query(`UPDATE enrollments SET state = 'pending' WHERE id = $1`, [learner.enrollmentId]);
    const [process] = await query<{ id: string }>(
      `INSERT INTO processes (organization_id, kind, subject_id, wake_at)
       VALUES ($1, 'runSubscription', $2, clock_timestamp() + interval '10 minutes') RETURNING id`,
      [school.organizationId, learner.orderId],
    );
    await erase(learner);
    expect(
      await query('SELECT state, wake_at <= clock_timestamp() AS due FROM processes WHERE id = $1', [
        process!.id,
      ]),
    ).toEqual([{ state: 'open', due: true }]);
    await school.parts.activities.lookAtOrder({ processId: process!.id });
    expect((await payments.readCheckout(sessionId)).status).toBe('expired');
    expect(await query('SELECT state FROM orders WHERE id = $1', [learner.orderId])).toEqual([
      { state: 'cancelled' },
    ]);
  });

  /** As when the activity itself is gone: nobody knows what became of its effect. */
  const giveUp = async (learner: Learner) => {
    const lost = { code: 'test.lost', detail: 'lost', definitive: false };
    await school.parts.activities.recordFailedEffect({ runId: learner.runId, key: keyOf(learner), ...lost });
    await turn(learner);
  };
  /** A charge that went through although nobody was told, at a step that was left before anybody asked again. */
  const inDoubt = async () => {
    const learner = await till.payer(CHARGE);
    await twin.post('/api/faults', { dropAnswer: true });
    await expect(perform(learner)).rejects.toMatchObject({ type: 'payments.unreachable' });
    await twin.post('/api/faults', {});
    await giveUp(learner);
    return learner;
  };
  const happened = async (learner: Learner, reference?: string) => {
    const said = { name: 'settle' as const, stepId: 'act', visit: 1, happened: true };
    await command(school, learner, reference === undefined ? said : { ...said, reference });
    await turn(learner);
    await perform(learner).catch(() => null);
    await turn(learner);
  };
  const rows = (learner: Learner) =>
    query<{ effect: string; charge: string | null; refund: string | null }>(
      `SELECT e.state AS effect, c.state AS charge, f.key AS refund FROM effects e
         LEFT JOIN charges c ON c.key = e.key LEFT JOIN refunds f ON f.charge_id = c.id WHERE e.key = $1`,
      [keyOf(learner)],
    );

  it('and whose step was left is written down once the provider confirms it, and given back', async () => {
    const learner = await inDoubt();
    await command(school, learner, { name: 'skip', stepId: 'act', visit: 1, port: 'error' });
    await turn(learner);
    const [made] = await charged(keyOf(learner));
    await happened(learner, made!.payment_intent);
    expect(await rows(learner)).toEqual([
      { effect: 'done', charge: 'paid', refund: `late:${keyOf(learner)}` },
    ]);
    expect(await charged(keyOf(learner))).toHaveLength(1);
    expect(
      await query('SELECT finished_at IS NOT NULL AS over FROM runs WHERE id = $1', [learner.runId]),
    ).toEqual([{ over: true }]);
  });

  it('and of a step that nobody knows any more is asked for, too: the ledger knows what it was', async () => {
    const learner = await inDoubt();
    await command(school, learner, { name: 'skip', stepId: 'act', visit: 1, port: 'error' });
    await turn(learner);
    // As a state of before has it, and as if the version at hand drew the step no longer.
    await query(
      `UPDATE runs SET state = jsonb_set(state, '{leftEffects,0}', (state->'leftEffects'->0) - 'kind' || '{"stepId": "gone"}')
        WHERE id = $1`,
      [learner.runId],
    );
    await command(school, learner, { name: 'settle', stepId: 'gone', visit: 1, happened: false });
    await turn(learner);
    await perform(learner).catch(() => null);
    await turn(learner);
    expect(await rows(learner)).toEqual([
      { effect: 'done', charge: 'paid', refund: `late:${keyOf(learner)}` },
    ]);
  });

  it('is not believed under the id of another payment, and nothing is charged', async () => {
    const [learner, other] = [await inDoubt(), await till.payer(CHARGE)];
    await perform(other);
    const [foreign] = await charged(keyOf(other));
    await happened(learner, foreign!.payment_intent);
    await happened(learner, 'pi_nowhere');
    expect(await rows(learner)).toEqual([{ effect: 'unknown', charge: null, refund: null }]);
    expect(await charged(keyOf(learner))).toHaveLength(1);
    await happened(learner);
    expect(await rows(learner)).toEqual([{ effect: 'done', charge: 'paid', refund: null }]);
    expect(await till.endOf(learner)).toBe('paid');
    expect(await charged(keyOf(learner))).toHaveLength(1);
  });

  it('and did not: asking for it charges nothing', async () => {
    const learner = await till.payer(CHARGE);
    await twin.post('/api/faults', { apiStatus: 503 });
    await expect(perform(learner)).rejects.toMatchObject({ type: 'payments.server_error' });
    await twin.post('/api/faults', {});
    await giveUp(learner);
    await command(school, learner, { name: 'skip', stepId: 'act', visit: 1, port: 'error' });
    await turn(learner);
    await happened(learner);
    expect(await rows(learner)).toEqual([{ effect: 'unknown', charge: null, refund: null }]);
    expect(await charged(keyOf(learner))).toHaveLength(0);
  });

  it('for a subscription whose step was left is written down, and ended and given back', async () => {
    const learner = await subscribedUnheard();
    await giveUp(learner);
    await command(school, learner, { name: 'skip', stepId: 'act', visit: 1, port: 'error' });
    await turn(learner);
    await happened(learner);
    expect(
      await query(
        `SELECT s.state, s.cancel_wanted, f.state AS refund FROM subscriptions s
           JOIN charges c ON c.subscription_id = s.id JOIN refunds f ON f.charge_id = c.id WHERE s.user_id = $1`,
        [learner.userId],
      ),
    ).toEqual([{ state: 'active', cancel_wanted: 'now', refund: 'open' }]);
  });

  const HALF = refundOf({ kind: 'percent', percent: 50 });
  const deny = async (learner: Learner) => {
    await command(school, learner, { name: 'settle', stepId: 'act', visit: 1, happened: false });
    await turn(learner);
    await perform(learner).catch(() => null);
    await turn(learner);
  };
  const lostIn = async (learner: Learner, fault: Record<string, unknown>) => {
    await twin.post('/api/faults', fault);
    await expect(perform(learner)).rejects.toBeDefined();
    await twin.post('/api/faults', {});
    await giveUp(learner);
  };
  const effectOf = async (learner: Learner) =>
    (await query<{ state: string }>('SELECT state FROM effects WHERE key = $1', [keyOf(learner)]))[0]!.state;
  const refundsOf = (learner: Learner) =>
    query<{ state: string }>('SELECT state FROM refunds WHERE key = $1', [keyOf(learner)]);

  it('is noted by the provider alone; a refund that did not happen promises nothing any more', async () => {
    const learner = await till.payer(HALF);
    await lostIn(learner, { apiStatus: 503 });
    await happened(learner, 're_nowhere');
    expect(await effectOf(learner)).toBe('unknown');
    expect(await refundsOf(learner)).toEqual([{ state: 'open' }]);
    await deny(learner);
    expect(await effectOf(learner)).toBe('refused');
    expect(await refundsOf(learner)).toEqual([{ state: 'failed' }]);
    expect(await till.endOf(learner)).toBe('error');
  });

  it('and did: that a charge did not happen is not believed, and nothing is charged again', async () => {
    const learner = await till.payer(CHARGE);
    await lostIn(learner, { dropAnswer: true });
    await deny(learner);
    expect(await rows(learner)).toEqual([{ effect: 'done', charge: 'paid', refund: null }]);
    expect(await till.endOf(learner)).toBe('paid');
    expect(await charged(keyOf(learner))).toHaveLength(1);
  });

  it('and did: that a refund did not happen is not believed, and nothing is given back again', async () => {
    const learner = await till.payer(HALF);
    await lostIn(learner, { dropAnswer: true });
    await deny(learner);
    expect(await effectOf(learner)).toBe('done');
    expect(await refundsOf(learner)).toEqual([{ state: 'done' }]);
    expect(await till.endOf(learner)).toBe('next');
    const { refunds } = await twin.ledger();
    expect(refunds.filter(({ metadata }) => metadata['key']?.startsWith(keyOf(learner)))).toHaveLength(1);
  });

  it('and did, after the step was left: a no is not believed, and it is given back', async () => {
    const learner = await inDoubt();
    await command(school, learner, { name: 'skip', stepId: 'act', visit: 1, port: 'error' });
    await turn(learner);
    await deny(learner);
    expect(await rows(learner)).toEqual([
      { effect: 'done', charge: 'paid', refund: `late:${keyOf(learner)}` },
    ]);
  });

  it('for a place that is still to be filled: the end of another right does not take it', async () => {
    const learner = await till.payer(CHARGE);
    await query('DELETE FROM entitlements WHERE enrollment_id = $1', [learner.enrollmentId]);
    await query(`UPDATE enrollments SET state = 'pending', source = 'order' WHERE id = $1`, [
      learner.enrollmentId,
    ]);
    const about = {
      organizationId: school.organizationId,
      enrollmentId: learner.enrollmentId,
      reason: 'Over.',
    };
    const { manager } = school.dataSource;
    expect(await endEntitlement(manager, { ...about, source: 'subscription' })).toBe(false);
    expect(await endEntitlement(manager, { ...about, source: 'order' })).toBe(true);
  });
});
