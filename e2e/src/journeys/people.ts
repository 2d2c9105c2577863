import type { Stage } from '../runner/journey.ts';
import type { Visitor, VisitorOptions } from '../browser/visitor.ts';

export const PASSWORD = 'a-long-enough-password';

/** Somebody of this run: an address that nobody else has. */
export const addressOf = (stage: Stage, name: string) =>
  `${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}-${stage.mark}@journeys.test`;

/** Registers in a browser of their own and follows the link in the mail: signed in afterwards. */
export async function newcomer(stage: Stage, name: string, options?: VisitorOptions): Promise<Visitor> {
  const visitor = await stage.visitor(name, options);
  await visitor.open('/register');
  await fillRegistration(visitor, name, addressOf(stage, name));
  await visitor.heading('Check your mail').waitFor();
  await visitor.open(await stage.inbox.link(addressOf(stage, name), /^Confirm your address/, /Confirm/));
  await confirmWith(visitor, PASSWORD);
  await visitor.heading(/^Welcome, /).waitFor();
  return visitor;
}

/** On the page that the link in the mail leads to. */
export async function confirmWith(visitor: Visitor, password: string): Promise<void> {
  await visitor.page.getByLabel('Password', { exact: true }).fill(password);
  await visitor.button('Confirm and sign in').click();
}

export async function fillRegistration(visitor: Visitor, name: string, email: string): Promise<void> {
  await visitor.page.getByLabel('Your name').fill(name);
  await visitor.page.getByLabel('E-mail').fill(email);
  await visitor.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await visitor.button('Create the account').click();
}

/** One of the demo's own people, signed in. */
export async function staff(stage: Stage, role: 'instructor' | 'ops' | 'admin'): Promise<Visitor> {
  const visitor = await stage.visitor(role);
  await visitor.signIn(`${role}@gradus.local`);
  return visitor;
}

export async function signOut(visitor: Visitor): Promise<void> {
  await visitor.button(/^Account of /).click();
  await visitor.page.getByRole('menuitem', { name: 'Sign out' }).click();
  await visitor.page.waitForURL(/\/sign-in/);
}
