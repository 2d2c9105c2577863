import { Injectable } from '@nestjs/common';
import {
  type CancelSubscription,
  type MoneyPolicy,
  type OwnPayments,
  type RefundStarted,
  type SchoolPayments,
  type StartRefund,
  type SubscriptionLine,
  sayMoney,
} from '@gradus/contracts';
import { openProcess, openRefund } from '@gradus/database';
import { topics } from '@gradus/events';
import { processBell } from '@gradus/temporal';
import { DataSource } from 'typeorm';
import type { Caller } from '../../access/caller.ts';
import { found } from '../../access/ownership.ts';
import { Announcer } from '../../announcing/announcer.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import { sendersKey } from '../../idempotency/senders-key.ts';
import { type Page, pageOf, readTimeCursor, searchPattern } from '../../paging/page-cursor.ts';
import { NothingToRefundError } from '../billing-errors.ts';
import { PaymentsQueries, toLine, toSubscription } from './payments.queries.ts';

const PAGE = 50;
const OWN = 200;

/** What people paid, giving it back, and ending subscriptions. What is answered with 2xx is a row; its process does the rest. */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: PaymentsQueries,
    private readonly announcer: Announcer,
  ) {}

  async ofSchool(
    { organizationId }: Caller,
    asked: { state?: string; search?: string; cursor?: string },
  ): Promise<SchoolPayments> {
    const { manager } = this.dataSource;
    const filter = {
      userId: null,
      state: asked.state ?? null,
      words: searchPattern(asked.search),
      after: readTimeCursor(asked.cursor),
      limit: PAGE + 1,
    };
    const [rows, revenue, policy] = await Promise.all([
      this.queries.lines(manager, organizationId, filter),
      this.queries.revenue(manager, organizationId),
      this.queries.policy(manager, organizationId),
    ]);
    const { items, next } = pageOf(rows, PAGE, toLine, (row) => [row.sort_key, row.id]);
    return { items, next, revenue, policy };
  }

  async subscriptions({ organizationId }: Caller, cursor?: string): Promise<Page<SubscriptionLine>> {
    const rows = await this.queries.subscriptions(this.dataSource.manager, organizationId, {
      after: readTimeCursor(cursor),
      limit: PAGE + 1,
    });
    return pageOf(rows, PAGE, toSubscription, (row) => [row.sort_key, row.id]);
  }

  async setPolicy({ organizationId, userId: actorId }: Caller, policy: MoneyPolicy): Promise<MoneyPolicy> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query('UPDATE organizations SET outside_refund_ends_access = $2 WHERE id = $1', [
        organizationId,
        policy.outsideRefundEndsAccess,
      ]);
      await recordAudit(manager, {
        organizationId,
        actorId,
        action: 'payment.policy',
        subjectKind: 'organization',
        subjectId: organizationId,
        data: { ...policy },
      });
      return this.queries.policy(manager, organizationId);
    });
  }

  async own({ organizationId, userId }: Caller): Promise<OwnPayments> {
    const { manager } = this.dataSource;
    const filter = { userId, state: null, words: null, after: [null, null] as [null, null], limit: OWN };
    const [rows, subscriptions, card] = await Promise.all([
      this.queries.lines(manager, organizationId, filter),
      this.queries.subscriptions(manager, organizationId, { userId, limit: OWN }),
      this.queries.card(manager, organizationId, userId),
    ]);
    return { payments: rows.map(toLine), subscriptions: subscriptions.map(toSubscription), card };
  }

  /** Promises the money in the transaction that answers; the provider is asked by the refund's own process. */
  async refund(
    caller: Caller,
    payment: { kind: 'order' | 'charge'; id: string },
    key: string,
    { amountMinor, endAccess, reason }: StartRefund,
  ): Promise<RefundStarted> {
    const { organizationId, userId: actorId } = caller;
    const sent = sendersKey(caller, key);
    const opened = await this.dataSource.transaction(async (manager) => {
      const refund = await openRefund(manager, {
        organizationId,
        payment,
        key: `staff:${payment.id}:${sent}`,
        amountMinor: amountMinor ?? null,
        endsAccess: endAccess,
        reason,
        requestedBy: actorId,
        runId: null,
      });
      if (refund.state === 'nothing') throw new NothingToRefundError();
      await recordAudit(manager, {
        organizationId,
        actorId,
        action: 'payment.refund',
        subjectKind: payment.kind,
        subjectId: payment.id,
        reason,
        data: { amountMinor: refund.amountMinor, endAccess },
        request: sent,
      });
      return refund;
    });
    await this.announcer.announce([topics.outbox], processBell('refundPayment', opened.processId));
    return { refundId: opened.refundId, state: 'open', notice: whatGoesBack(opened, amountMinor) };
  }

  /** Writes down that it is to end; its process tells the provider. Learners end their own. */
  async cancelSubscription(
    caller: Caller,
    id: string,
    { when }: CancelSubscription,
  ): Promise<SubscriptionLine> {
    const { organizationId, userId } = caller;
    const ofAnybody = caller.role === 'ops' || caller.role === 'admin';
    const processId = await this.dataSource.transaction(async (manager) => {
      const [rows] = await manager.query<[Array<{ simulated: boolean }>, number]>(
        `UPDATE subscriptions SET cancel_wanted = CASE WHEN state = 'cancelled' THEN NULL
                                    WHEN cancel_wanted = 'now' THEN 'now' ELSE $4 END
          WHERE id = $2 AND organization_id = $1 AND ($3::uuid IS NULL OR user_id = $3) RETURNING simulated`,
        [organizationId, id, ofAnybody ? null : userId, when],
      );
      const { simulated } = found(rows[0], 'subscription');
      await recordAudit(manager, {
        organizationId,
        actorId: userId,
        action: 'subscription.cancel',
        subjectKind: 'subscription',
        subjectId: id,
        data: { when },
      });
      return openProcess(manager, { organizationId, kind: 'runSubscription', subjectId: id, simulated });
    });
    await this.announcer.announce([topics.outbox], processBell('runSubscription', processId));
    const [line] = await this.queries.subscriptions(this.dataSource.manager, organizationId, {
      id,
      limit: 1,
    });
    return toSubscription(found(line, 'subscription'));
  }
}

/** Told to whoever asked, who may have asked for more than was left to give. */
function whatGoesBack(
  { amountMinor, currency }: { amountMinor: number; currency: string },
  asked: number | undefined,
): string {
  const soon = 'goes back within moments; your bank may show it some days later.';
  if (asked === undefined || asked <= amountMinor) return `The money ${soon}`;
  return `Of the ${sayMoney(asked, currency)} only ${sayMoney(amountMinor, currency)} was left to give back: that ${soon}`;
}
