import type { DataSource, EntityManager } from 'typeorm';
import type { ActivityParts } from '../activity-parts.ts';
import { type ProcessRow, attend, endProcess } from '../processes/process-row.ts';
import type { OrderOutlook } from './order-outlook.ts';

/** A subscription as we know it. Amounts in the currency's minor unit. */
export interface SubscriptionRow {
  id: string;
  organizationId: string;
  userId: string;
  enrollmentId: string | null;
  courseId: string | null;
  runId: string | null;
  key: string;
  title: string;
  amountMinor: number;
  currency: string;
  every: 'week' | 'month' | 'year';
  state: 'incomplete' | 'active' | 'past_due' | 'unpaid' | 'cancelled';
  providerId: string | null;
  cancelWanted: 'now' | 'periodEnd' | null;
  simulated: boolean;
  /** The key of the effect that has its person subscribe on the provider's page; null: by the saved card. */
  pageKey: string | null;
  checkoutLink: 'mail' | 'page' | null;
  checkoutRound: number;
  sessionId: string | null;
}

/** Webhooks are hints and may get lost: the provider is asked this often as well. */
const ASK_EVERY_MS = 6 * 3_600_000;

/** Null: it is an order. */
export async function readSubscriptionRow(
  db: DataSource | EntityManager,
  subscriptionId: string,
  lock = false,
): Promise<SubscriptionRow | null> {
  const [row] = await db.query<SubscriptionRow[]>(
    `SELECT id, organization_id AS "organizationId", user_id AS "userId", enrollment_id AS "enrollmentId",
            course_id AS "courseId", run_id AS "runId", key, title,
            amount_minor AS "amountMinor", currency, every, state, provider_id AS "providerId",
            cancel_wanted AS "cancelWanted", simulated, page_key AS "pageKey",
            checkout_link AS "checkoutLink", checkout_round AS "checkoutRound", session_id AS "sessionId"
       FROM subscriptions WHERE id = $1 ${lock ? 'FOR NO KEY UPDATE' : ''}`,
    [subscriptionId],
  );
  return row ?? null;
}

/** What comes next for a subscription: it is followed until it has ended. */
export async function followedSubscription(
  { dataSource, retries }: ActivityParts,
  process: ProcessRow,
  row: SubscriptionRow,
): Promise<OrderOutlook> {
  await attend(dataSource, process.id, ASK_EVERY_MS);
  const over = row.state === 'cancelled' || row.providerId === null;
  if (over) await endProcess(dataSource, process.id, row.state);
  const next = over || process.state === 'ended' ? 'end' : 'follow';
  return { next, waitMs: ASK_EVERY_MS, effectKey: `subscription:${row.id}`, retries };
}
