import { MockActivityEnvironment } from '@temporalio/testing';
import { takeTurn } from '@gradus/activities';
import { type OpenedRefund, openProcess, openRefund } from '@gradus/database';
import type { Definition, Step, StepOf } from '@gradus/flow';
import { publishAgain } from './campaigns.ts';
import { type Charge, PaymentsUnderTest } from './payments.ts';
import { type Learner, type School, openSchool } from './school.ts';

export const CHARGE: StepOf<'charge'> = {
  kind: 'charge',
  title: 'Charge',
  config: { amountMinor: 1_900, currency: 'EUR', title: 'A coaching hour' },
};
export const SUBSCRIBE: StepOf<'subscribe'> = {
  kind: 'subscribe',
  title: 'Subscribe',
  config: { amountMinor: 900, currency: 'EUR', title: 'The club', every: 'month' },
};
/** A step that gives back this part of what the order has cost. */
export const refundOf = (part: StepOf<'refund'>['config']['part']): StepOf<'refund'> => ({
  kind: 'refund',
  title: 'Refund',
  config: { of: 'order', part, reason: 'You asked for it.' },
});
const end = (title: string): Step => ({ kind: 'end', title, config: { outcome: 'ended' } });

/** Somebody who has paid at the checkout, with the card they keep. */
export type Payer = Learner & { method: string; orderId: string };

/** The step between start and end, each of its ways to an end of that name. */
function drawn(step: Step): Definition {
  const ports = {
    charge: ['paid', 'declined', 'error'],
    subscribe: ['subscribed', 'declined', 'error'],
  }[step.kind as 'charge'] ?? ['next', 'error'];
  if (step.kind === 'subscribe' && step.config.checkout) ports.push('expired');
  return {
    schemaVersion: 2,
    trigger: 'start',
    entry: { rule: 'once' },
    settings: { exitOn: [] },
    steps: {
      start: { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } },
      act: step,
      ...Object.fromEntries(ports.map((port) => [port, end(port)])),
    },
    edges: [
      { from: 'start', port: 'next', to: 'act' },
      ...ports.map((port) => ({ from: 'act', port, to: port })),
    ],
  };
}
/** The key of the effect of a learner's step. */
export const keyOf = (learner: Learner): string => `${learner.runId}:act:1`;

/** A school with a payment stand-in of its own, and people at a step that moves money. */
export class Till {
  readonly twin: PaymentsUnderTest;
  readonly school: School;
  readonly #journey: string;

  private constructor(twin: PaymentsUnderTest, school: School, journey: string) {
    this.twin = twin;
    this.school = school;
    this.#journey = journey;
  }

  static async open(): Promise<Till> {
    const twin = await PaymentsUnderTest.start();
    const school = await openSchool();
    return new Till(twin, school, await school.publishJourney(drawn(CHARGE)));
  }

  async close(): Promise<void> {
    await this.school.close();
    await this.twin.stop();
  }

  query<T>(statement: string, values: unknown[]): Promise<T[]> {
    return this.school.dataSource.query<T[]>(statement, values);
  }

  /** A turn of the learner's run. */
  turn(learner: Learner): ReturnType<typeof takeTurn> {
    return takeTurn(this.school.dataSource, this.school.parts.parts.plans, learner.runId);
  }

  /** Attempts the effect of the step once. */
  perform(learner: Learner): Promise<unknown> {
    const { performEffect } = this.school.parts.activities;
    return new MockActivityEnvironment().run(() =>
      performEffect({ runId: learner.runId, key: keyOf(learner) }),
    );
  }

  /** Somebody who has paid 49 EUR at the checkout and has kept the card, at the step. */
  async payer(step: Step): Promise<Payer> {
    const { school } = this;
    await this.query(
      'UPDATE automations SET draft_definition = $2, draft_revision = draft_revision + 1 WHERE id = $1',
      [this.#journey, JSON.stringify(drawn(step))],
    );
    await publishAgain(school, this.#journey);
    const learner = await school.enrol({ ring: false });
    const { sessionId, url } = await this.#checkout(learner, learner.enrollmentId);
    await this.pay(url);
    const { saved, paymentIntent } = await school.parts.parts.payments.readCheckout(sessionId);
    await this.query(
      `INSERT INTO payment_customers (organization_id, user_id, customer, method, brand, last4) VALUES ($1, $2, $3, $4, 'visa', '4242')`,
      [school.organizationId, learner.userId, saved?.customer, saved?.method],
    );
    const [order] = await this.query<{ id: string }>(
      `INSERT INTO orders (organization_id, enrollment_id, user_id, course_id, amount, currency, state, payment_intent)
       VALUES ($1, $2, $3, $4, '49.00', 'EUR', 'paid', $5) RETURNING id`,
      [school.organizationId, learner.enrollmentId, learner.userId, school.courseId, paymentIntent],
    );
    await this.turn(learner);
    return { ...learner, method: saved!.method, orderId: order!.id };
  }

  /** Has the order of somebody wait for its payment once more, with a checkout that stands open at the provider. */
  async unpaid(payer: Payer): Promise<{ sessionId: string; url: string }> {
    const { sessionId, url } = await this.#checkout(payer, payer.orderId);
    await this.query(
      `UPDATE orders SET state = 'pending', session_id = $2, payment_intent = NULL WHERE id = $1`,
      [payer.orderId, sessionId],
    );
    return { sessionId, url };
  }

  /** Pays at an open checkout. */
  pay(url: string): Promise<void> {
    return this.twin.post(new URL(url).pathname, { card: '4242424242424242' });
  }

  #checkout({ enrollmentId }: Learner, orderId: string): Promise<{ sessionId: string; url: string }> {
    return this.school.parts.parts.payments.createCheckout({
      key: `checkout:${orderId}`,
      orderId,
      enrollmentId,
      title: 'Course',
      amount: '49.00',
      currency: 'EUR',
      email: 'ada@example.org',
      successUrl: 'http://127.0.0.1:1/a',
      cancelUrl: 'http://127.0.0.1:1/b',
    });
  }

  /** The card that somebody keeps. */
  async cardOf({ userId }: Learner): Promise<{ customer: string; method: string }> {
    const [card] = await this.query<{ customer: string; method: string }>(
      'SELECT customer, method FROM payment_customers WHERE user_id = $1',
      [userId],
    );
    return card!;
  }

  /** The process that sees to an order, a charge or a subscription, as whoever has something told of it opens it. */
  processOf(subjectId: string): Promise<string> {
    const { dataSource, organizationId } = this.school;
    const kind = 'runSubscription' as const;
    return openProcess(dataSource.manager, { organizationId, kind, subjectId, simulated: false });
  }

  /** Somebody of the school does this on the provider's own pages. */
  async deed(path: 'refund' | 'send-back' | 'cancel', fields: Record<string, string>): Promise<void> {
    await fetch(`${this.twin.url}/deeds/${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  }

  /** The charge of a payment, as the provider has it. */
  async chargeOf(paymentIntent: string): Promise<Charge> {
    const { charges } = await this.twin.ledger();
    return charges.find(({ payment_intent: paid }) => paid === paymentIntent)!;
  }

  /** Staff ask for a refund of an order; null: of all that is left. */
  staffRefund(
    { orderId }: Pick<Payer, 'orderId'>,
    key: string,
    amountMinor: number | null,
    endsAccess = false,
  ): Promise<OpenedRefund> {
    const { dataSource, organizationId } = this.school;
    return dataSource.transaction((manager) =>
      openRefund(manager, {
        organizationId,
        payment: { kind: 'order', id: orderId },
        key,
        amountMinor,
        endsAccess,
        reason: 'Refunded at your request.',
        requestedBy: null,
        runId: null,
      }),
    );
  }

  /** Attempts once to give back what the process of a refund is about. */
  payBack(processId: string): Promise<unknown> {
    const { payBack } = this.school.parts.activities;
    return new MockActivityEnvironment().run(() => payBack({ processId }));
  }

  /** The step the learner was at last, after a turn. */
  async endOf(learner: Learner): Promise<string | undefined> {
    await this.turn(learner);
    const [row] = await this.query<{ step: string }>(
      `SELECT step_id AS step FROM step_runs WHERE run_id = $1 ORDER BY entered_at DESC, left_at NULLS FIRST LIMIT 1`,
      [learner.runId],
    );
    return row?.step;
  }
}
