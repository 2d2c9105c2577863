import { html, page, type Markup } from '../../hosting/page.ts';
import type { Clock } from '../money/clock.ts';
import type { PaymentFaults } from '../payment-faults.ts';
import type { Delivery, Store, StripeObject } from '../store.ts';
import { sayMoney } from './money-text.ts';

const MOST = 100;

/** Everything that happened, newest first. */
export function adminPage(
  store: Store,
  faults: PaymentFaults,
  webhookUrl: string | null,
  clock: Clock,
): string {
  const body = html`<p class="soft">
      A local twin of Stripe for demonstration. No money moves. Events go to
      ${webhookUrl ?? 'nobody: no webhook address was given'}.
    </p>
    ${isOn(faults) ? html`<p><span class="badge">Faults on</span> <code>${JSON.stringify(faults)}</code></p>` : html``}
    <h2>Charges</h2>
    ${table(['Charge', 'Amount', 'Order', 'State', 'When', 'By hand'], store.all('charge').slice(0, MOST).map(chargeRow))}
    <h2>Refunds</h2>
    ${table(['Refund', 'Amount', 'Charge', 'State', 'When', 'By hand'], store.all('refund').slice(0, MOST).map(refundRow))}
    <h2>Subscriptions</h2>
    <form method="post" action="/clock" class="card">
      <p class="small soft">
        Subscriptions go by a clock of their own: it is ${Math.round(clock.ahead / 86_400)} days ahead.
      </p>
      <button name="days" value="1">One day on</button> <button name="days" value="31">A month on</button>
    </form>
    ${table(
      ['Subscription', 'State', 'Until', 'Invoices', 'When', 'By hand'],
      store
        .all('subscription')
        .slice(0, MOST)
        .map((subscription) => subscriptionRow(store, subscription)),
    )}
    <h2>Checkouts</h2>
    ${table(['Checkout', 'Amount', 'Order', 'State', 'When'], store.all('checkout.session').slice(0, MOST).map(sessionRow))}
    <h2>Events</h2>
    ${table(['Event', 'About', 'Deliveries', 'When'], eventRows(store))}`;
  return page({ title: 'Payments', home: 'Payments (simulated)', body });
}

function isOn(faults: PaymentFaults): boolean {
  return Object.values(faults).some((value) => value !== 0 && value !== false && value !== null);
}

function table(heads: readonly string[], rows: readonly Markup[]): Markup {
  if (rows.length === 0) return html`<p class="soft">Nothing yet.</p>`;
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function chargeRow(charge: StripeObject): Markup {
  const state = charge['refunded'] === true ? 'refunded' : String(charge['status']);
  const tone = state === 'succeeded' ? 'good' : state === 'failed' ? 'bad' : 'soft';
  return html`<tr>
    <td>${charge.id}</td>
    <td>${sayMoney(charge['amount'], charge['currency'])}</td>
    <td>${orderOf(charge)}</td>
    <td class="${tone}">${state}</td>
    <td class="soft small">${when(charge)}</td>
    <td>
      ${
        state === 'succeeded'
          ? form('/deeds/refund', 'charge', charge.id, [
              ['part', 'all', 'Refund'],
              ['part', 'half', 'Refund half'],
            ])
          : html``
      }
    </td>
  </tr>`;
}

function sessionRow(session: StripeObject): Markup {
  const name =
    session['status'] === 'open' ? html`<a href="/pay/${session.id}">${session.id}</a>` : html`${session.id}`;
  return html`<tr>
    <td>${name}</td>
    <td>${sayMoney(session['amount_total'], session['currency'])}</td>
    <td>${orderOf(session)}</td>
    <td>${String(session['status'])}, ${String(session['payment_status'])}</td>
    <td class="soft small">${when(session)}</td>
  </tr>`;
}

function refundRow(refund: StripeObject): Markup {
  return html`<tr>
    <td>${refund.id}</td>
    <td>${sayMoney(refund['amount'], refund['currency'])}</td>
    <td>${String(refund['charge'])}</td>
    <td class="${refund['status'] === 'succeeded' ? 'good' : 'bad'}">${String(refund['status'])}</td>
    <td class="soft small">${when(refund)}</td>
    <td>
      ${
        refund['status'] === 'succeeded'
          ? form('/deeds/send-back', 'refund', refund.id, [['as', 'lost', 'Bank sends it back']])
          : html``
      }
    </td>
  </tr>`;
}

function subscriptionRow(store: Store, subscription: StripeObject): Markup {
  const { data } = subscription['items'] as { data: StripeObject[] };
  const invoices = store.all('invoice').filter((invoice) => invoice['_subscription'] === subscription.id);
  const paid = invoices.filter((invoice) => invoice['status'] === 'paid').length;
  return html`<tr>
    <td>${subscription.id}</td>
    <td>${String(subscription['status'])}</td>
    <td>${new Date(Number(data[0]?.['current_period_end']) * 1000).toISOString().slice(0, 10)}</td>
    <td>${paid} of ${invoices.length} paid</td>
    <td class="soft small">${when(subscription)}</td>
    <td>
      ${
        ['active', 'past_due', 'unpaid'].includes(String(subscription['status']))
          ? form('/deeds/cancel', 'subscription', subscription.id, [
              ['when', 'now', 'Cancel now'],
              ['when', 'periodEnd', 'Cancel at period end'],
            ])
          : html``
      }
    </td>
  </tr>`;
}

/** Buttons for what the school does here by hand. */
function form(
  action: string,
  name: string,
  id: string,
  buttons: ReadonlyArray<readonly [name: string, value: string, label: string]>,
): Markup {
  return html`<form method="post" action="${action}">
    <input type="hidden" name="${name}" value="${id}" />
    ${buttons.map(([key, value, label]) => html`<button name="${key}" value="${value}">${label}</button> `)}
  </form>`;
}

function eventRows(store: Store): Markup[] {
  const all = [...store.deliveries.values()];
  return store
    .all('event')
    .slice(0, MOST)
    .map((event) => {
      const { object } = event['data'] as { object: StripeObject };
      const deliveries = all.filter(({ eventId }) => eventId === event.id).map(deliveryText);
      return html`<tr>
        <td>${String(event['type'])}</td>
        <td>${object.id}</td>
        <td>${deliveries}</td>
        <td class="soft small">${when(event)}</td>
      </tr>`;
    });
}

function deliveryText({ due, attempts }: Delivery): Markup {
  const last = attempts.at(-1);
  const said = last === undefined ? 'waiting' : String(last.status ?? last.error ?? '');
  const count = attempts.length > 1 ? ` after ${attempts.length} tries` : '';
  return html`<div class="${due === null ? 'good' : 'bad'}">
    ${due === null ? 'delivered' : `not delivered (${said})`}${count}
  </div>`;
}

function orderOf(object: StripeObject): string {
  const metadata = object['metadata'] as Record<string, string> | undefined;
  return metadata?.['order_id'] ?? '';
}

function when({ created }: StripeObject): string {
  return new Date(created * 1000).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
}
