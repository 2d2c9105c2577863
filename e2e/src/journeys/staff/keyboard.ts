import { pick, press, retype, tabTo } from '../../browser/keys.ts';
import type { Visitor } from '../../browser/visitor.ts';
import type { Journey, Stage } from '../../runner/journey.ts';
import { staff } from '../people.ts';

const campaignOf = (stage: Stage) => `By keys alone ${stage.mark}`;

/** Composing, simulating, publishing, publishing again with somebody inside, and repairing: never the mouse. */
export const staffKeyboard: Journey = {
  name: 'Staff: composes, simulates, publishes and repairs by keyboard alone',
  async play(stage) {
    const ada = await staff(stage, 'admin');
    await stage.step('creates an empty campaign', () => create(stage, ada));
    await stage.step('composes: a wait of five days', () => compose(ada));
    await stage.step('simulates a learner', () => simulate(ada));
    await stage.step('publishes the first version', () => publishFirst(ada));
    await stage.step('lets herself in', () => letIn(ada));
    await stage.step('shortens the wait and takes over who is inside, the time served counted', () =>
      retime(ada),
    );
    await stage.step('compares the versions', () => compare(ada));
    await stage.step('repairs: moves the learner to the end, with the reason', () => move(ada));
  },
};

/** The command bar: what is typed finds the command, Enter does it. */
const bar = async (ada: Visitor, command: string): Promise<void> => {
  await ada.page.keyboard.press('ControlOrMeta+k');
  const input = ada.page.getByRole('combobox', { name: 'Search steps and commands' });
  await input.and(ada.page.locator(':focus')).waitFor();
  await ada.page.keyboard.type(command);
  await ada.page.getByRole('option', { name: command, selected: true }).waitFor();
  await ada.page.keyboard.press('Enter');
  // Gone with its closing: only then is the focus where it was before.
  await ada.page.getByRole('dialog', { name: 'Search steps and commands' }).waitFor({ state: 'detached' });
};

const saved = (ada: Visitor) => ada.page.getByRole('status').getByText('Saved', { exact: true }).waitFor();

async function create(stage: Stage, ada: Visitor): Promise<void> {
  await ada.open('/automations');
  await press(ada, ada.button('New campaign').first());
  const dialog = ada.dialog('New campaign');
  await retype(ada, dialog.getByLabel('Name'), campaignOf(stage));
  await ada.page.keyboard.press('Enter');
  await ada.page.getByText(/^Draft\./).waitFor();
}

async function compose(ada: Visitor): Promise<void> {
  await bar(ada, 'Started by hand');
  await bar(ada, 'Add: Wait');
  const amount = ada.page.getByLabel('How long', { exact: true });
  await amount.waitFor();
  await retype(ada, amount, '5');
  await saved(ada);
}

async function simulate(ada: Visitor): Promise<void> {
  await bar(ada, 'Simulate a learner');
  const panel = ada.page.getByRole('region', { name: 'Simulate a learner' });
  await press(ada, panel.getByRole('button', { name: 'Simulate', exact: true }));
  await panel.getByText(/took \d+ ms/).waitFor();
}

async function publishFirst(ada: Visitor): Promise<void> {
  await bar(ada, 'Publish');
  const dialog = ada.dialog('Publish version 1?');
  await dialog.getByText(/Whoever enters from now on/).waitFor();
  await press(ada, dialog.getByRole('button', { name: 'Publish version 1' }));
  await ada.reads('Version 1 is live');
}

async function letIn(ada: Visitor): Promise<void> {
  await press(ada, ada.link('Watch'));
  await press(ada, ada.link('Learners'));
  await press(ada, ada.button('Let people in'));
  const dialog = ada.dialog('Let people in');
  await retype(ada, dialog.getByLabel('Search by name or e-mail'), 'admin@gradus.local');
  const person = dialog.getByRole('button', { name: /admin@gradus\.local/ });
  await press(ada, person);
  await retype(ada, dialog.getByLabel('Reason'), 'To see how it goes');
  await press(ada, dialog.getByRole('button', { name: 'Let in', exact: true }));
  await ada.page
    .getByRole('row')
    .filter({ hasText: /Waiting/ })
    .waitFor({ timeout: 30_000 });
}

async function retime(ada: Visitor): Promise<void> {
  await press(ada, ada.link('See it drawn'));
  await press(ada, ada.link('Edit'));
  await ada.page.getByText(/^Draft\./).waitFor();
  await bar(ada, 'Wait');
  const amount = ada.page.getByLabel('How long', { exact: true });
  await amount.waitFor();
  await retype(ada, amount, '3');
  await saved(ada);
  await bar(ada, 'Publish');
  const dialog = ada.dialog('Publish version 2?');
  await dialog.getByText('The people already inside: 1 learner').waitFor();
  await tabTo(ada, dialog.getByLabel('They stay on the version they are on, to its end'));
  await ada.page.keyboard.press('ArrowDown');
  await ada.page.keyboard.press('ArrowDown');
  await dialog.getByText('1 learner goes over with a date counted anew.').waitFor();
  await dialog.getByText('1 date is earlier.').waitFor();
  await dialog.getByText('Nothing that was sent is unsent').waitFor();
  await ada.look('publish-people-inside', { whole: false });
  await press(ada, dialog.getByRole('button', { name: 'Publish version 2' }));
  await ada.reads('Version 2 is live');
  await bar(ada, 'Show the versions');
  const panel = ada.page.getByRole('region', { name: 'Versions' });
  await panel.getByText('To version 2', { exact: true }).waitFor();
  await panel.getByText('1 told').waitFor({ timeout: 30_000 });
  await ada.look('automation-migration', { whole: false });
}

async function compare(ada: Visitor): Promise<void> {
  await press(ada, ada.link(/^Compare version 1 with the draft/));
  await ada.reads('Comparing.');
  await ada.page.getByText(/5 days → 3 days/).waitFor();
  await ada.look('automation-compare', { whole: false });
  await press(ada, ada.button('Close: What differs'));
  await ada.page.getByText(/^Draft\./).waitFor();
}

async function move(ada: Visitor): Promise<void> {
  await press(ada, ada.link('Watch'));
  await press(ada, ada.link('Learners'));
  await press(ada, ada.page.getByRole('row').getByRole('link').first());
  await ada.page.getByRole('article').first().waitFor();
  await press(ada, ada.button(/^More for/).first());
  await ada.page.getByRole('menuitem', { name: /^Move to another step/ }).waitFor();
  await ada.page.keyboard.press('Enter');
  const dialog = ada.dialog('Move this learner?');
  await pick(ada, dialog.getByRole('combobox', { name: 'To which step' }), 'The end');
  await dialog.getByText('The run ends.').waitFor();
  await retype(ada, dialog.getByLabel('Reason'), 'Has seen enough');
  await ada.look('run-move', { whole: false });
  await press(ada, dialog.getByRole('button', { name: 'Move', exact: true }));
  await ada.button('Start over').waitFor({ timeout: 30_000 });
  await press(ada, ada.page.getByRole('tab', { name: /^Timeline|^Now/ }).first());
}
