import { until } from '../../product/until.ts';
import type { Journey, Stage } from '../../runner/journey.ts';
import type { Visitor } from '../../browser/visitor.ts';
import { addressOf, confirmWith, fillRegistration, PASSWORD, signOut } from '../people.ts';

const NAME = 'Rosa Register';
const NEW_PASSWORD = 'another-long-password';

/** Registering, signing in, the time zone, a forgotten password. */
export const comeIn: Journey = {
  name: 'Learner: comes in',
  async play(stage) {
    const rosa = await stage.visitor(NAME);
    const email = addressOf(stage, NAME);
    await stage.step('sees the courses without an account', async () => {
      await rosa.open('/');
      await rosa.heading('AI Marketing Mastery').waitFor();
      await rosa.heading('Prompting for Marketers').waitFor();
      await rosa.look('courses-visitor');
      await rosa.open('/sign-in');
      await rosa.heading('Sign in').waitFor();
      await rosa.look('sign-in');
    });
    await stage.step('registers, told what is missing', () => register(rosa, email));
    await stage.step('cannot sign in before the mail is confirmed', async () => {
      await rosa.trySignIn(email, PASSWORD);
      await rosa.reads(/confirm/i);
    });
    await stage.step('confirms the address by the link in the mail', () => confirm(stage, rosa, email));
    await stage.step('sets the time zone', () => setZone(rosa));
    await stage.step('signs out and in again', async () => {
      await signOut(rosa);
      await rosa.signIn(email, PASSWORD);
      await rosa.heading('Courses').waitFor();
    });
    await stage.step('asks for a new password and chooses one by the mail', () => reset(stage, rosa, email));
    await stage.step('the old password is no use any more, the new one is', async () => {
      await rosa.open('/sign-in');
      await rosa.trySignIn(email, PASSWORD);
      await rosa.reads(/do not (match|fit|belong)|is not right|wrong/i);
      await rosa.signIn(email, NEW_PASSWORD);
      await rosa.heading('Courses').waitFor();
    });
  },
};

async function register(rosa: Visitor, email: string): Promise<void> {
  await rosa.link('Create an account').click();
  await rosa.button('Create the account').click();
  await rosa.reads('use at least 10 characters');
  await rosa.look('register-incomplete');
  await fillRegistration(rosa, NAME, email);
  await rosa.heading('Check your mail').waitFor();
  await rosa.look('check-your-mail');
  await rosa.link('Back to sign-in').click();
}

async function confirm(stage: Stage, rosa: Visitor, email: string): Promise<void> {
  const link = await stage.inbox.link(email, /^Confirm your address/, /Confirm/);
  await rosa.open(link);
  await rosa.heading('Confirm your address').waitFor();
  await rosa.look('verify-email');
  await confirmWith(rosa, 'not the one I chose');
  await rosa.reads('not the password you registered with');
  await confirmWith(rosa, PASSWORD);
  await rosa.heading('Welcome, Rosa').waitFor();
  await rosa.look('verified');
  await rosa.open(link);
  await confirmWith(rosa, PASSWORD);
  await rosa.heading('This link does not work').waitFor();
}

async function setZone(rosa: Visitor): Promise<void> {
  await rosa.open('/account');
  await rosa.heading('Account settings').waitFor();
  await rosa.page.getByRole('combobox', { name: 'Time zone' }).fill('Tokyo');
  await rosa.page.getByRole('option', { name: /^Tokyo/ }).click();
  await rosa.button('Save').click();
  await rosa.reads(/Dates are shown in Tokyo/);
  await rosa.look('account');
  await rosa.page.reload();
  const zone = rosa.page.getByRole('combobox', { name: 'Time zone' });
  await until('the zone that was kept', async () => (await zone.inputValue()).includes('Tokyo'), {
    withinMs: 20_000,
    everyMs: 250,
  });
}

async function reset(stage: Stage, rosa: Visitor, email: string): Promise<void> {
  await signOut(rosa);
  await rosa.link('Forgot your password?').click();
  await rosa.heading('A new password').waitFor();
  await rosa.look('forgot-password');
  await rosa.page.getByLabel('E-mail').fill(email);
  await rosa.button('Send the link').click();
  await rosa.heading('Check your mail').waitFor();
  await rosa.open(await stage.inbox.link(email, /^Choose a new password/, /Choose/));
  await rosa.heading('Choose a new password').waitFor();
  await rosa.look('reset-password');
  await rosa.page.getByLabel('New password').fill(NEW_PASSWORD);
  await rosa.button('Change the password').click();
  await rosa.heading('Your password is changed').waitFor();
}
