import type { DataSource, EntityManager } from 'typeorm';
import type { ActivityParts } from '../activity-parts.ts';
import { type ProcessRow, attend, endProcess } from '../processes/process-row.ts';
import type { OrderOutlook } from './billing.activities.ts';

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
  currency: string;
  state: 'incomplete' | 'active' | 'past_due' | 'unpaid' | 'cancelled';
  providerId: string | null;
  cancelWanted: 'now' | 'periodEnd' | null;
  simulated: boolean;
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
            course_id AS "courseId", run_id AS "runId", key, title, currency, state, provider_id AS "providerId",
            cancel_wanted AS "cancelWanted", simulated
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
