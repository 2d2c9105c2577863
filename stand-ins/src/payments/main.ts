import { runStandIn, type Running } from '../hosting/run.ts';
import type { Settings } from '../hosting/settings.ts';
import { WebHost } from '../hosting/web-host.ts';
import { addApi } from './api/api.ts';
import { catalogueEndpoints } from './api/catalogue.ts';
import { billingEndpoints } from './api/billing.ts';
import { intentEndpoints } from './api/intents.ts';
import { moneyEndpoints } from './api/money.ts';
import { sessionEndpoints } from './api/sessions.ts';
import { Checkouts } from './checkout.ts';
import { Events, shown } from './events.ts';
import { NO_FAULTS, type PaymentFaults } from './payment-faults.ts';
import { Store } from './store.ts';
import { Clock } from './money/clock.ts';
import { Subscriptions } from './money/subscriptions.ts';
import { addDeeds } from './web/deeds.ts';
import { addSwitches } from './web/switches.ts';
import { adminPage } from './web/admin-page.ts';
import { addPayPages } from './web/pages.ts';
import { Webhooks } from './webhooks.ts';

await runStandIn(startPayments);

/**
 * The Stripe twin. Variables: DATA_DIR, HTTP_PORT, SECRET_KEY, WEBHOOK_URL (none: events are only kept), WEBHOOK_SECRET
 * (the first of a list), PUBLIC_URL (where browsers find the pay page; its own address unless set).
 */
async function startPayments(settings: Settings): Promise<Running> {
  const store = new Store(settings.text('DATA_DIR'));
  let faults: PaymentFaults = NO_FAULTS;
  const webhookUrl = settings.text('WEBHOOK_URL', '') || null;
  const [secret = ''] = settings.text('WEBHOOK_SECRET', 'whsec_simulated').split(/[\s,]+/);
  const webhooks = new Webhooks(store, { url: webhookUrl, secret });
  const events = new Events(store, () => faults);
  const clock = new Clock(store);
  const subscriptions = new Subscriptions(store, events, clock);
  const checkouts = new Checkouts(store, events, subscriptions);
  const web = new WebHost();
  const changed = () => webhooks.wake();
  let baseUrl = settings.text('PUBLIC_URL', '').replace(/\/$/, '');

  addPayPages(web, store, checkouts, changed);
  const switches = { get: () => faults, set: (next: PaymentFaults) => (faults = next) };
  addSwitches(web, store, { clock, subscriptions, faults: switches, changed });
  addDeeds(web, { store, events, subscriptions, changed });
  web.route('GET', '/', () => ({ body: adminPage(store, faults, webhookUrl, clock) }));
  web.route('GET', '/api/ledger', () => ({ body: { ...ledgerOf(store), faults } }));
  const endpoints = [
    ...sessionEndpoints(store, checkouts, () => baseUrl),
    ...catalogueEndpoints(store),
    ...moneyEndpoints(store, events, () => faults),
    ...intentEndpoints(store, events),
    ...billingEndpoints(store, subscriptions),
  ];
  addApi(web, endpoints, {
    store,
    secretKey: settings.text('SECRET_KEY', 'sk_test_simulated'),
    faults: () => faults,
    changed,
  });

  const port = await web.listen(settings.port('HTTP_PORT'));
  if (baseUrl === '') baseUrl = `http://127.0.0.1:${port}`;
  changed();
  const timer = setInterval(() => {
    checkouts.expireOverdue();
    store.transact(() => subscriptions.passTime());
    changed();
  }, 1_000);
  return {
    port,
    close: async () => {
      clearInterval(timer);
      webhooks.stop();
      await web.close();
      store.close();
    },
  };
}

/** Every charge, checkout, refund and event, and how often each event was delivered. */
function ledgerOf(store: Store) {
  return {
    charges: store.all('charge'),
    sessions: store.all('checkout.session').map(shown),
    refunds: store.all('refund'),
    subscriptions: store.all('subscription').map(shown),
    invoices: store.all('invoice').map(shown),
    methods: store.all('payment_method').map(shown),
    events: store.all('event').map((event) => ({
      id: event.id,
      type: event['type'],
      created: event.created,
      object: (event['data'] as { object: { id: string } }).object.id,
      deliveries: [...store.deliveries.values()]
        .filter(({ eventId }) => eventId === event.id)
        .map(({ id, due, attempts }) => ({ id, delivered: due === null, attempts })),
    })),
    keys: store.answers.size,
  };
}
