import type { DataSource, EntityManager } from 'typeorm';
import { sayMoney } from '@gradus/contracts';
import { RunClock } from '@gradus/database';
import { CHECKOUT_UNTIL } from '@gradus/flow';
import type { CheckoutState } from '@gradus/integrations/stripe';
import type { ActivityParts } from '../activity-parts.ts';
import { claimForQuestions } from '../ledger/claim-length.ts';
import { throughLedger } from '../ledger/through-ledger.ts';
import { type ProcessRow, attend, endProcess, planProcessEffect } from '../processes/process-row.ts';
import { ASK_EVERY_MS, type OrderOutlook } from './order-outlook.ts';
import { tellStep } from './tell-step.ts';
import { markNotices, tellScreens, writeSubscription } from './subscription.activities.ts';
import type { SubscriptionRow } from './subscription-row.ts';

/** Sooner than this nobody looks again: a paused run stands past its date. */
const AT_LEAST_MS = 30_000;

/** Whether a subscription is still to be begun on the provider's page. */
export const isOnPage = ({ pageKey, providerId }: SubscriptionRow): boolean =>
  pageKey !== null && providerId === null;

const keyOf = ({ id, checkoutRound }: SubscriptionRow) => `checkout:${id}:${checkoutRound}`;

/** Until when the step waits for the page, in real time; null: it waits no more. */
async function awaitedUntil(
  db: DataSource | EntityManager,
  { id, organizationId, pageKey, cancelWanted }: SubscriptionRow,
): Promise<Date | null> {
  if (cancelWanted !== null) return null;
  const [row] = await db.query<Array<{ until: number | null; origin: Date; speed: number; now: Date }>>(
    `SELECT (e.given->>$4)::double precision AS until, r.clock_origin AS origin, r.speed, clock_timestamp() AS now
       FROM effects e JOIN runs r ON r.id = e.run_id AND r.finished_at IS NULL
       JOIN step_runs s ON s.run_id = e.run_id AND s.step_id = e.step_id AND s.visit = e.visit AND s.left_at IS NULL
      WHERE e.organization_id = $1 AND e.key = $2 AND e.outcome->>'subscriptionId' = $3::text`,
    [organizationId, pageKey, id, CHECKOUT_UNTIL],
  );
  if (!row) return null;
  if (row.until === null) return new Date(row.now.getTime() + ASK_EVERY_MS);
  return new RunClock(row.origin, row.speed).toReal(row.until);
}

/** What comes next for a page: it is opened, looked at, and closed once its step waits no more. */
export async function lookAtPage(
  { dataSource, retries }: ActivityParts,
  process: ProcessRow,
  row: SubscriptionRow,
): Promise<OrderOutlook> {
  const over = row.state === 'cancelled';
  if (over) await endProcess(dataSource, process.id, 'not begun');
  const until = over ? null : await awaitedUntil(dataSource, row);
  const left = until === null ? ASK_EVERY_MS : until.getTime() - Date.now() + 1_000;
  const waitMs = Math.min(ASK_EVERY_MS, Math.max(AT_LEAST_MS, left));
  await attend(dataSource, process.id, waitMs);
  const open = until !== null && row.sessionId === null ? 'checkout' : 'wait';
  const next = over || process.state === 'ended' ? 'end' : open;
  return { next, waitMs, effectKey: keyOf(row), retries };
}

/** Opens the page with the ledger key as idempotency key, and tells its person of the first one where the author says so. */
export async function openPage(
  parts: ActivityParts,
  process: ProcessRow,
  row: SubscriptionRow,
): Promise<void> {
  if (row.state !== 'incomplete' || row.providerId !== null || row.sessionId !== null) return;
  const key = keyOf(row);
  await planProcessEffect(parts.dataSource, process, 'checkout', key);
  await throughLedger(parts, {
    key,
    claimSeconds: claimForQuestions(1),
    call: async (effect) =>
      parts.payments.openSubscriptionPage({
        key: effect.outwardKey,
        subscriptionId: row.id,
        title: row.title,
        amountMinor: row.amountMinor,
        currency: row.currency,
        interval: row.every,
        email: await emailOf(parts.dataSource, row.userId),
        successUrl: `${parts.publicUrl}/payments?subscribed=${row.id}`,
        cancelUrl: `${parts.publicUrl}/payments`,
      }),
    settle: async (manager, _effect, session) => {
      await manager.query(
        `UPDATE subscriptions SET session_id = $2, checkout_url = $3
          WHERE id = $1 AND state = 'incomplete' AND provider_id IS NULL`,
        [row.id, session.sessionId, session.url],
      );
      if (row.checkoutLink === 'mail') await mailLink(manager, row);
      return { sessionId: session.sessionId };
    },
  });
  await tellScreens(parts, row);
}

async function emailOf(db: DataSource, userId: string): Promise<string> {
  const [user] = await db.query<Array<{ email: string }>>('SELECT email FROM users WHERE id = $1', [userId]);
  if (!user) throw new Error(`No person ${userId}.`);
  return user.email;
}

/** Once for all rounds: the mail leads to the page of payments, where the link of the latest one is. */
async function mailLink(manager: EntityManager, row: SubscriptionRow): Promise<void> {
  const price = `${sayMoney(row.amountMinor, row.currency)} a ${row.every}`;
  await manager.query(
    `INSERT INTO messages (organization_id, user_id, key, category, purpose, payload, subject, simulated)
     VALUES ($1, $2, $3, 'transactional', 'checkout', $4, $5, $6) ON CONFLICT (organization_id, key) DO NOTHING`,
    [
      row.organizationId,
      row.userId,
      `checkout:${row.id}`,
      { title: row.title, price },
      `${row.title}: begin your subscription`,
      row.simulated,
    ],
  );
}

/**
 * Asks the provider and writes what is so; the order of its messages plays no part. A page that has lapsed is followed by
 * another while the step waits; once it does not, the page is closed, and one that was paid a moment before is honoured.
 */
export async function readPage(
  parts: ActivityParts,
  process: ProcessRow,
  row: SubscriptionRow,
): Promise<void> {
  const awaited = (await awaitedUntil(parts.dataSource, row)) !== null;
  const page = await standing(parts, row, awaited);
  await markNotices(parts.dataSource, row.id);
  if (page?.subscription) await writeBegun(parts, row, page.subscription);
  else if (page?.status === 'expired' && awaited)
    await parts.dataSource.query(
      `UPDATE subscriptions SET session_id = NULL, checkout_url = NULL, checkout_round = checkout_round + 1
        WHERE id = $1 AND session_id = $2`,
      [row.id, row.sessionId],
    );
  else if (!awaited && (page === null || page.status === 'expired')) await writeClosed(parts, process, row);
  else return;
  await tellScreens(parts, row);
}

/** The page as the provider has it, closed where nobody waits for it; null: none is open. */
async function standing(
  { payments }: ActivityParts,
  { id, sessionId, checkoutRound }: SubscriptionRow,
  awaited: boolean,
): Promise<CheckoutState | null> {
  if (sessionId === null) return null;
  const page = await payments.readCheckout(sessionId);
  if (awaited || page.status !== 'open') return page;
  return payments.expireCheckout(sessionId, `expire:${id}:${checkoutRound}`);
}

async function writeBegun(parts: ActivityParts, row: SubscriptionRow, providerId: string): Promise<void> {
  const provider = await parts.payments.readSubscription(providerId);
  const rings = await parts.dataSource.transaction('READ COMMITTED', (manager) =>
    writeSubscription(manager, row.id, provider),
  );
  await parts.bells.tryRing(...rings);
}

async function writeClosed(parts: ActivityParts, process: ProcessRow, row: SubscriptionRow): Promise<void> {
  const rings = await parts.dataSource.transaction('READ COMMITTED', async (manager) => {
    await manager.query(
      `UPDATE subscriptions SET state = 'cancelled', ended_at = clock_timestamp(), checkout_url = NULL,
              cancel_wanted = NULL, decision = 'closed', decided_at = clock_timestamp()
        WHERE id = $1 AND provider_id IS NULL AND decision IS NULL`,
      [row.id],
    );
    await endProcess(manager, process.id, 'not begun');
    return tellStep(manager, row.id);
  });
  await parts.bells.tryRing(...rings);
}
