import type { Locator } from 'playwright-core';
import type { Visitor } from '../../browser/visitor.ts';
import { must } from '../../product/until.ts';

export const OFFER = 'An offer besides the course';

const box = (ines: Visitor, stepId: string): Locator =>
  ines.page.locator(`.react-flow__node[data-id="${stepId}"]`);

/** By its keyboard way: boxes out of sight come into view when they take the focus. */
async function openStep(ines: Visitor, stepId: string, title: string | RegExp): Promise<void> {
  await box(ines, stepId).focus();
  await ines.page.keyboard.press('Enter');
  const name = title instanceof RegExp ? title : `Settings of ${title}`;
  await ines.page.getByRole('region', { name }).waitFor();
}

const saved = (ines: Visitor) => ines.page.getByRole('status').getByText('Saved', { exact: true }).waitFor();

export async function changeWait(ines: Visitor): Promise<void> {
  await ines.link('Edit').click();
  await ines.page.getByText(/^Draft\./).waitFor();
  await ines.look('automation-edit', { whole: false });
  await openStep(ines, 'phase-1-pause', /^Settings of \w+ days to finish$/);
  const amount = ines.page.getByLabel('How long', { exact: true });
  const before = await amount.inputValue();
  const after = before === '5' ? '4' : '5';
  await amount.fill(after);
  await ines.button('Undo').click();
  await shows(amount, before);
  await ines.button('Redo').click();
  await shows(amount, after);
  await openStep(ines, 'phase-1-pause', `${after === '5' ? 'Five' : 'Four'} days to finish`);
  await saved(ines);
}

async function shows(field: Locator, value: string): Promise<void> {
  await field.page().waitForTimeout(100);
  const shown = await field.inputValue();
  must(shown === value, `The field shows ${shown}, not ${value}.`);
}

export async function changeMail(ines: Visitor, mark: string): Promise<void> {
  await openStep(ines, 'week-2-mail', 'Week 2 is open');
  await ines.page.getByLabel('Subject').fill(`Week 2 (${mark}) is open: {{module.title}}`);
  const preview = ines.page.getByRole('region', { name: 'Preview' });
  await preview.getByText(new RegExp(`^Week 2 \\(${mark}\\) is open: [A-Z]`)).waitFor();
  const mail = ines.page.frameLocator('iframe[title="The mail as it arrives"]');
  await mail.getByText(/The next week opens on/).waitFor();
  await saved(ines);
  await ines.look('automation-edit-mail', { whole: false });
}

export async function insertOffer(ines: Visitor): Promise<void> {
  if ((await ines.page.locator('.react-flow__node').filter({ hasText: OFFER }).count()) > 0) return;
  await openStep(ines, 'week-1-mail', 'Week 1 is open');
  await ines.button(/^Insert a step on/).click();
  await ines.page.getByRole('menuitem', { name: 'Send a message' }).click();
  const settings = ines.page.getByRole('complementary', { name: 'Details' });
  await settings.getByLabel('Title').fill(OFFER);
  await ines.choose('Kind of message', /^Marketing/);
  await settings.getByLabel('Subject').fill('An offer for you, {{person.name}}');
  await settings
    .getByLabel('Text', { exact: true })
    .fill('Hello {{person.name}},\n\nthere is [more to learn]({{links.course}}) at {{school.name}}.');
  await ines.page
    .frameLocator('iframe[title="The mail as it arrives"]')
    .getByText(/unsubscribe/i)
    .waitFor();
  await saved(ines);
  await ines.look('automation-edit-inserted', { whole: false });
}

export async function checkDraft(ines: Visitor): Promise<void> {
  await ines.button(/^Check/).click();
  await ines.reads('Nothing is drawn wrongly');
  await ines.button('Check on the server too').click();
  await ines.reads('The server’s check agrees with what you see.');
  await ines.look('automation-check', { whole: false });
}

export async function simulate(ines: Visitor): Promise<void> {
  await ines.page.getByRole('button', { name: 'Simulate', exact: true }).first().click();
  const panel = ines.page.getByRole('region', { name: 'Simulate a learner' });
  await panel.getByRole('button', { name: 'Simulate', exact: true }).click();
  const said = await panel.getByText(/entries, took/).innerText();
  const took = Number(/took (\d+) ms/.exec(said)?.[1]);
  must(took < 1_000, `The simulation took ${took} ms.`);
  for (let week = 1; week <= 12; week += 1)
    must(
      await panel.getByRole('heading', { name: `Week ${week}`, exact: true }).count(),
      `Week ${week} is missing.`,
    );
  const dates = await panel.locator('time').count();
  must(dates > 24, `Only ${dates} entries have a date.`);
  await ines.look('automation-simulate', { whole: false });
}
