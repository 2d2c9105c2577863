import { html, page, type Markup } from '../../hosting/page.ts';
import type { StripeObject } from '../store.ts';
import { sayMoney } from './money-text.ts';

const HOME = 'Payments (simulated)';

/** The hosted pay page of an open session; `error` is what went wrong with the last try. */
export function payPage(session: StripeObject, error: string | null): string {
  const total = sayMoney(session['amount_total'], session['currency']);
  const cancelUrl = session['cancel_url'];
  const back = typeof cancelUrl === 'string' ? html`<a href="${cancelUrl}">Cancel and go back</a>` : html``;
  const body = html`<div style="max-width:28rem;margin:0 auto">
    <h1>Pay ${total}</h1>
    <p class="soft">${titles(session)}</p>
    <form method="post" class="card">
      ${error === null ? html`` : html`<p class="bad" role="alert" id="problem">${error}</p>`}
      <label for="email">E-mail</label>
      <input
        id="email"
        name="email"
        type="email"
        autocomplete="email"
        value="${text(session['customer_email'])}"
      />
      <label for="card">Card number</label>
      <input
        id="card"
        name="card"
        inputmode="numeric"
        autocomplete="cc-number"
        required
        value="4242 4242 4242 4242"
        ${error === null ? html`` : html`aria-invalid="true" aria-describedby="problem"`}
      />
      <p style="margin-top:1.25rem"><button type="submit">Pay ${total}</button></p>
      <p>${back}</p>
    </form>
    <p class="soft small">
      No money moves. 4242 4242 4242 4242 succeeds, 4000 0000 0000 0002 is declined, 4000 0000 0000 9995 has
      no funds.
    </p>
  </div>`;
  return page({ title: `Pay ${total}`, home: HOME, body });
}

/** What a session that is not open shows. */
export function closedPage(session: StripeObject): string {
  const complete = session['status'] === 'complete';
  const target = session[complete ? 'success_url' : 'cancel_url'];
  const link =
    typeof target === 'string'
      ? html`<p><a class="button" href="${returnUrl(session, target)}">Back to the school</a></p>`
      : html``;
  const words = complete ? 'This has been paid. Thank you.' : 'This checkout is closed. Nothing was charged.';
  return page({
    title: 'Checkout',
    home: HOME,
    body: html`<h1>${titles(session)}</h1>
      <p>${words}</p>
      ${link}`,
  });
}

/** A page for an address that leads nowhere. */
export function noSessionPage(): string {
  return page({ title: 'Checkout', home: HOME, body: html`<h1>There is no such checkout</h1>` });
}

/** A return address with Stripe's `{CHECKOUT_SESSION_ID}` filled in. */
export function returnUrl(session: StripeObject, template: string): string {
  return template.replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}

function titles(session: StripeObject): Markup {
  const lines = session['_line_items'] as ReadonlyArray<{ description?: string }> | undefined;
  return html`${(lines ?? []).map(({ description }) => description ?? 'Item').join(', ')}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
