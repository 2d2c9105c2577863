import { Inject, Injectable } from '@nestjs/common';
import { keepRefundNotice } from '@gradus/database';
import { type PaymentEvent, type Payments, PaymentSignatureError } from '@gradus/integrations/stripe';
import { processBell } from '@gradus/temporal';
import { DataSource, type EntityManager } from 'typeorm';
import { Announcer } from '../announcing/announcer.ts';
import { WebhookUnsignedError } from './billing-errors.ts';
import { PAYMENTS } from './payments-token.ts';

const PROVIDER = 'stripe';
/** What these say is read from the provider again; everything else is kept and ignored. */
const OF_INTEREST = /^(checkout\.session|payment_intent|charge|invoice|customer\.subscription)\./;
/** Money of a payment that was settled before has moved again. */
const OF_REFUNDS = /^(charge\.refunded|charge\.refund\.|refund\.)/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Notices of the payment provider: kept once by their id, and a bell for the order they are about. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly announcer: Announcer,
    @Inject(PAYMENTS) private readonly payments: Payments,
  ) {}

  /** Quick: it notes and rings. @throws WebhookUnsignedError */
  async take(rawBody: Buffer, signature: string): Promise<{ received: true; duplicate: boolean }> {
    const event = this.#verified(rawBody, signature);
    const order = await this.dataSource.transaction((manager) => keep(manager, event));
    if (order?.processId) this.announcer.ring(processBell('runSubscription', order.processId));
    return { received: true, duplicate: order === null };
  }

  #verified(rawBody: Buffer, signature: string): PaymentEvent {
    try {
      return this.payments.parseWebhook(rawBody, signature);
    } catch (error) {
      if (error instanceof PaymentSignatureError) throw new WebhookUnsignedError(error);
      throw error;
    }
  }
}

/** Null: we had it already. An order of ours is looked up, because what a notice carries is only a hint. */
async function keep(
  manager: EntityManager,
  event: PaymentEvent,
): Promise<{ processId: string | null } | null> {
  const ofInterest = (id: string | null) => (id && UUID.test(id) && OF_INTEREST.test(event.type) ? id : null);
  if (OF_REFUNDS.test(event.type))
    return keepRefundNotice(manager, {
      provider: PROVIDER,
      eventId: event.id,
      type: event.type,
      paymentIntent: event.paymentIntent,
    });
  const subscription = await processOf(manager, ofInterest(event.subscriptionId));
  const known = ofInterest(event.orderId);
  const [order] = known
    ? await manager.query<Array<{ id: string; process_id: string | null }>>(
        `SELECT o.id, p.id AS process_id FROM orders o
           LEFT JOIN processes p ON p.kind = 'runSubscription' AND p.subject_id = o.id
                                AND p.organization_id = o.organization_id
          WHERE o.id = $1`,
        [known],
      )
    : [];
  const added = await manager.query<unknown[]>(
    `INSERT INTO webhook_events (provider, event_id, type, order_id, subscription_id, processed_at)
     VALUES ($1, $2, $3, $4::uuid, $5::uuid,
             CASE WHEN $4::uuid IS NULL AND $5::uuid IS NULL THEN clock_timestamp() END)
     ON CONFLICT (provider, event_id) DO NOTHING RETURNING id`,
    [PROVIDER, event.id, event.type.slice(0, 80), order?.id ?? null, subscription?.id ?? null],
  );
  if (added.length === 0) return null;
  const processId = subscription?.process_id ?? order?.process_id ?? null;
  // The bell may be lost with whoever was to ring it or with Temporal: what is due the sweep rings as well.
  await manager.query(
    `UPDATE processes SET wake_at = LEAST(wake_at, clock_timestamp()) WHERE id = $1::uuid AND state = 'open'`,
    [processId],
  );
  return { processId };
}

/** A subscription of ours and the process that follows it. */
async function processOf(
  manager: EntityManager,
  subscriptionId: string | null,
): Promise<{ id: string; process_id: string | null } | null> {
  if (subscriptionId === null) return null;
  const [row] = await manager.query<Array<{ id: string; process_id: string | null }>>(
    `SELECT s.id, p.id AS process_id FROM subscriptions s
       LEFT JOIN processes p ON p.kind = 'runSubscription' AND p.subject_id = s.id
                            AND p.organization_id = s.organization_id
      WHERE s.id = $1`,
    [subscriptionId],
  );
  return row ?? null;
}
