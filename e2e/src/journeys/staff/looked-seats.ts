import type { Visitor } from '../../browser/visitor.ts';
import type { Stage } from '../../runner/journey.ts';
import { addressOf } from '../people.ts';
import { LONG_COURSE } from './draw-and-publish.ts';

const MENU = '[role="menu"]';
const DIALOG = '[role="dialog"]:not([aria-hidden])';

/** What an admin can do about one learner's place: asked for in the roster, and left undone. */
export async function looksAtSeats(stage: Stage, ada: Visitor): Promise<void> {
  const courseId = await stage.api.courseId(LONG_COURSE);
  const email = addressOf(stage, 'Lois Looked');
  await stage.api.send('POST', `/api/courses/${courseId}/roster`, { email, name: 'Lois Looked' });
  await ada.open(`/teach/courses/${courseId}`);
  await ada.page.getByLabel('Search by name or e-mail').fill(email);
  await openMenu(ada, 'Active');
  await ada.look('seat-menu', { whole: false, within: MENU });
  await ada.page.getByRole('menuitem', { name: 'Allow another attempt…' }).click();
  await ada.reads('No assignment needs one');
  await ada.look('seat-attempt', { whole: false, within: DIALOG });
  await ada.page.keyboard.press('Escape');
}

/** Taking a certificate back, as far as the question; false: nobody has earned one on this copy yet. */
export async function looksAtRevoking(ada: Visitor): Promise<boolean> {
  await ada.page.getByLabel('Search by name or e-mail').fill('simulated');
  const found = ada.page.getByRole('row').filter({ hasText: 'simulated' }).first();
  await found.or(ada.page.getByText('Nobody matches')).first().waitFor();
  if ((await ada.page.getByRole('row').filter({ hasText: 'Completed' }).count()) === 0) return false;
  await openMenu(ada, 'Completed');
  const revoke = ada.page.getByRole('menuitem', { name: 'Revoke the certificate…' });
  // Of whoever has completed, the access can be ended; the certificate may have been revoked before.
  await ada.page.getByRole('menuitem', { name: 'End access…' }).waitFor();
  if ((await revoke.count()) === 0) return false;
  await revoke.click();
  await ada.dialog(/^Revoke the certificate of/).waitFor();
  await ada.look('seat-revoke', { whole: false, within: DIALOG });
  await ada.page.keyboard.press('Escape');
  return true;
}

/** Of the first learner in that state. */
function openMenu(ada: Visitor, state: string): Promise<void> {
  const row = ada.page.getByRole('row').filter({ hasText: state }).first();
  return row.getByRole('button', { name: /^More about/ }).click();
}
