import type { Visitor } from '../../browser/visitor.ts';
import { must, until } from '../../product/until.ts';
import type { Journey, Stage } from '../../runner/journey.ts';
import { addressOf, newcomer } from '../people.ts';

const COURSE = 'AI Marketing Mastery';
const NAME = 'Paula Pays';
const HASTY = 'Hasty Harry';

/** The priced course: left, taken up again, declined, paid; and who clicks twice pays once. */
export const pay: Journey = {
  name: 'Learner: pays for the priced course',
  async play(stage) {
    const paula = await newcomer(stage, NAME);
    await stage.step('goes to the checkout and leaves it', () => leaveCheckout(paula));
    await stage.step('takes it up again; the card is declined', () => decline(paula));
    await stage.payments.deliverTooOften(3);
    try {
      await stage.step('pays, and week 1 opens by itself', () => payNow(paula));
      await stage.step('webhooks came four times each: one enrollment, one charge', () =>
        paidOnce(stage, NAME),
      );
      await stage.step('somebody clicks everything twice: still once', () => clickTwice(stage));
    } finally {
      await stage.payments.deliverTooOften(0);
    }
  },
};

async function leaveCheckout(paula: Visitor): Promise<void> {
  await paula.open('/courses');
  await paula.link(new RegExp(COURSE)).click();
  await paula.button('Enrol and pay').waitFor();
  await paula.look('course-offer-priced');
  await paula.button('Enrol and pay').click();
  await paula.heading(/^Pay /).waitFor({ timeout: 20_000 });
  await paula.reads(/simulated/i);
  await paula.look('pay');
  await paula.link('Cancel and go back').click();
  await paula.reads('You left the checkout; nothing was charged. Your place is kept for you.');
  await paula.look('course-not-paid');
}

async function decline(paula: Visitor): Promise<void> {
  await paula.button('Take it up again').click();
  await paula.heading(/^Pay /).waitFor({ timeout: 20_000 });
  await paula.page.getByLabel('Card number').fill('4000 0000 0000 0002');
  await paula.button(/^Pay /).click();
  await paula.reads('Your card was declined.');
}

async function payNow(paula: Visitor): Promise<void> {
  await paula.page.getByLabel('Card number').fill('4242 4242 4242 4242');
  await paula.button(/^Pay /).click();
  await paula.link('Begin').waitFor({ timeout: 25_000 });
  await paula.reads('Your payment arrived. Welcome!');
  await paula.look('course-paid');
}

/** What the ledger of the payment stand-in and the school say of one person. */
async function paidOnce(stage: Stage, name: string): Promise<void> {
  const email = addressOf(stage, name);
  const { sessions, events } = await until('all webhooks delivered', async () => {
    const ledger = await stage.payments.ledger();
    return ledger.events.every((event) => event.deliveries.every((one) => one.delivered)) ? ledger : null;
  });
  const paid = sessions.filter((one) => one.customer_email === email && one.status === 'complete');
  must(paid.length === 1, `${email} paid ${paid.length} checkouts, not one.`);
  const copies = events.filter(
    ({ type, object }) => type === 'checkout.session.completed' && object === paid[0]?.id,
  );
  must(copies[0]?.deliveries.length === 4, 'The webhook was not delivered four times.');
  const people = await stage.api.get<{
    items: Array<{
      enrollments: Array<{ courseTitle: string; state: string }>;
      messages: Array<{ subject: string }>;
    }>;
  }>(`/api/people?search=${encodeURIComponent(email)}`);
  const enrollments = people.items.flatMap((person) => person.enrollments);
  must(enrollments.length === 1, `${email} has ${enrollments.length} enrollments, not one.`);
  must(enrollments[0]?.state === 'active', `The enrollment is ${enrollments[0]?.state}.`);
  const welcome = (await stage.inbox.to(email)).filter(({ subject }) => /week 1 is open/.test(subject));
  must(welcome.length === 1, `${welcome.length} welcome mails came.`);
}

async function clickTwice(stage: Stage): Promise<void> {
  const harry = await newcomer(stage, HASTY);
  await harry.open('/courses');
  await harry.link(new RegExp(COURSE)).click();
  await harry.button('Enrol and pay').dblclick();
  await harry.heading(/^Pay /).waitFor({ timeout: 20_000 });
  await harry.button(/^Pay /).dblclick();
  await harry.link('Begin').waitFor({ timeout: 25_000 });
  await stage.inbox.await(addressOf(stage, HASTY), /week 1 is open/);
  await paidOnce(stage, HASTY);
}
