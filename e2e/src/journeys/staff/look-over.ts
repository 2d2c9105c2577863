import { randomUUID } from 'node:crypto';
import type { Visitor } from '../../browser/visitor.ts';
import type { Journey, Stage } from '../../runner/journey.ts';
import { staff } from '../people.ts';
import { looksAtRevoking, looksAtSeats } from './looked-seats.ts';
import { looked, lookedDefinition } from './looked-steps.ts';

/** Where the form of a step, or of a note, stands. */
const FORM = 'aside[aria-label="Details"]';
const DIALOG = '[role="dialog"]:not([aria-hidden])';

/** Opens what no other journey comes by, so that it is seen in light and dark and examined like the rest. */
export const lookOver: Journey = {
  name: 'Staff: looks at every form and dialog that nobody else opens',
  async play(stage) {
    const ada = await staff(stage, 'admin');
    const id = randomUUID();
    await stage.step('a campaign with steps of many kinds, one learner in it', () => prepare(stage, ada, id));
    await stage.step('opens the forms, out of the outline', () => forms(ada, id));
    await stage.step('frames two steps by a note, by keyboard', () => note(ada));
    await stage.step('watches: the funnel, the waiting room, an order for many', () => watches(ada, id));
    await stage.step('is asked to subscribe on the page of the payment provider', () => payPage(stage, ada));
    await stage.step('ends a run, and is asked from where to start it over', () => endsRun(ada));
    await stage.step('looks at payments, a person and a new segment', () => others(stage, ada));
    await stage.step('is asked about a place in a course, and about taking a certificate back', async () => {
      await looksAtSeats(stage, ada);
      if (!(await looksAtRevoking(ada)))
        console.log('    (nobody has earned a certificate on this copy yet)');
    });
  },
};

async function prepare(stage: Stage, ada: Visitor, id: string): Promise<void> {
  const made = await stage.api.send<{ draft: { revision: number } }>('POST', '/api/automations', {
    id,
    name: `Looked at ${stage.mark}`,
    definition: lookedDefinition,
    layout: {},
  });
  await stage.api.send('POST', `/api/automations/${id}/publish`, { revision: made.draft.revision, note: '' });
  const userId = await stage.api.personId('admin@gradus.local');
  const entering = { userId, reason: 'To look at it' };
  await stage.api.send('POST', `/api/automations/${id}/runs`, entering);
  await ada.page.evaluate("localStorage.setItem('gradus.drawing-view', 'outline')");
}

async function forms(ada: Visitor, id: string): Promise<void> {
  await ada.open(`/automations/${id}`);
  await ada.page.getByRole('treeitem', { name: looked.task }).waitFor();
  for (const [name, title] of Object.entries(looked)) {
    await ada.page.getByRole('treeitem', { name: title }).click();
    await ada.page.getByRole('region', { name: `Settings of ${title}` }).waitFor();
    await ada.look(`form-${name}`, { whole: false, within: FORM });
  }
}

async function note(ada: Visitor): Promise<void> {
  const step = ada.page.getByRole('treeitem', { name: looked.task });
  await step.click();
  await step.press('Shift+ArrowDown');
  await ada.page.getByRole('region', { name: '2 steps chosen' }).waitFor();
  await ada.page.keyboard.press('n');
  const form = ada.page.getByRole('region', { name: 'Group note' });
  const text = form.getByLabel('Text');
  await text.and(ada.page.locator(':focus')).waitFor();
  await ada.page.keyboard.type('Agreed with the school');
  await ada.page.getByRole('treeitem', { name: /Agreed with the school/ }).waitFor();
  await ada.look('group-note', { whole: false });
  await ada.page.getByRole('button', { name: 'Canvas', exact: true }).click();
  await ada.page.getByRole('button', { name: 'Note on 2 steps: Agreed with the school' }).waitFor();
}

async function watches(ada: Visitor, id: string): Promise<void> {
  await ada.open(`/automations/${id}?show=live`);
  await ada.button('Funnel').click();
  await ada.page.getByRole('region', { name: 'Funnel' }).waitFor();
  await ada.look('funnel', { whole: false, within: FORM });
  await ada.open(`/automations/${id}/runs?step=pause`);
  await ada.button('For all of these').click();
  await ada.dialog('Do something for all of these').waitFor();
  await ada.look('bulk', { whole: false, within: DIALOG });
  await ada.page.keyboard.press('Escape');
  await ada.look('waiting-room');
  await ada.link('Ada Admin').first().click();
  await ada.heading('Ada Admin').waitFor();
}

/** Of her own run, whose page is open: moved on to the subscription, without a card that is kept. */
async function payPage(stage: Stage, ada: Visitor): Promise<void> {
  const run = new URL(ada.page.url()).pathname;
  const reason = 'To look at it';
  await stage.api.send('POST', `/api${run}/commands`, { name: 'move', to: 'subscribe', reason });
  await ada.open('/payments');
  await ada.button('Go on to the payment of Membership').first().waitFor();
  await ada.look('payments-own');
  await ada.open(run);
  await ada.reads(/Waits for the learner to subscribe/);
}

async function endsRun(ada: Visitor): Promise<void> {
  await ada.button('More commands').click();
  await ada.page.getByRole('menuitem', { name: /^End/ }).click();
  const dialog = ada.page.getByRole('dialog').last();
  await dialog.getByLabel('Reason').fill('Only to look at it');
  await ada.look('run-exit', { whole: false, within: DIALOG });
  await dialog.getByRole('button', { name: /^End/ }).click();
  await ada.button('Start over').click();
  await ada.dialog('Start over for Ada Admin?').waitFor();
  await ada.look('run-start-over', { whole: false, within: DIALOG });
}

async function others(stage: Stage, ada: Visitor): Promise<void> {
  await ada.open('/ops/payments');
  await ada.heading('Payments').waitFor();
  await ada.look('payments');
  await ada.open(`/people/${await stage.api.personId('learner@gradus.local')}`);
  await ada.heading('Tags').waitFor();
  await ada.look('person');
  await ada.open('/segments');
  await ada.button('New segment').first().click();
  await ada
    .dialog('New segment')
    .getByText(/belongs? now/)
    .waitFor();
  await ada.look('segment', { whole: false, within: DIALOG });
}
