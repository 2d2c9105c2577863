import { readJson, type WebAnswer, type WebHost, type WebRequest } from '../../hosting/web-host.ts';
import type { Checkouts } from '../checkout.ts';
import { StripeFault } from '../stripe-fault.ts';
import type { Store, StripeObject } from '../store.ts';
import { closedPage, noSessionPage, payPage, returnUrl } from './pay-page.ts';

/** The pay page: for people as a form, for scripts as JSON `POST {card}`. */
export function addPayPages(web: WebHost, store: Store, checkouts: Checkouts, changed: () => void): void {
  web.route('GET', '/pay/:id', ({ params }) => {
    const session = checkouts.find(params['id'] ?? '');
    changed();
    if (session === null) return { status: 404, body: noSessionPage() };
    return { body: session['status'] === 'open' ? payPage(session, null) : closedPage(session) };
  });
  web.route('POST', '/pay/:id', (request) => {
    const session = checkouts.find(request.params['id'] ?? '');
    const byScript = (request.headers['content-type'] ?? '').includes('json');
    if (session === null) {
      return { status: 404, body: byScript ? { error: { message: 'No such checkout' } } : noSessionPage() };
    }
    const answer = pay(session, request, byScript, store, checkouts);
    changed();
    return answer;
  });
}

function pay(
  session: StripeObject,
  { body }: WebRequest,
  byScript: boolean,
  store: Store,
  checkouts: Checkouts,
): WebAnswer {
  const given = byScript ? readJson(body)['card'] : new URLSearchParams(body.toString('utf8')).get('card');
  try {
    const paid = store.transact(() => checkouts.pay(session, typeof given === 'string' ? given : ''));
    const location = returnUrl(paid, String(paid['success_url']));
    if (byScript) return { body: { status: 'complete', session: paid.id, successUrl: location } };
    return { status: 303, headers: { location }, body: '' };
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    if (byScript) return { status: error.status, body: error.body() };
    const open = session['status'] === 'open';
    return { status: error.status, body: open ? payPage(session, error.message) : closedPage(session) };
  }
}
