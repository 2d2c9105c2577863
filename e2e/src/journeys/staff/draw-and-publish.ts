import type { Visitor } from '../../browser/visitor.ts';
import { must } from '../../product/until.ts';
import type { Journey, Stage } from '../../runner/journey.ts';
import { addressOf, PASSWORD, staff } from '../people.ts';
import { changeMail, changeWait, checkDraft, insertOffer, simulate } from './editing.ts';

export const LONG_COURSE = 'AI Marketing Mastery';
const BEFORE = 'Bea Before';
const AFTER = 'Alf After';

/** The instructor's day: a person by hand, the drawing, a new version, who is on which. */
export const drawAndPublish: Journey = {
  name: 'Instructor: draws, simulates and publishes the twelve weeks',
  async play(stage) {
    const ines = await staff(stage, 'instructor');
    let version = 0;
    await stage.step('sees both courses', async () => {
      await ines.heading('My courses').waitFor();
      await ines.link(LONG_COURSE).waitFor();
      await ines.link('Prompting for Marketers').waitFor();
      await ines.look('teach');
      await ines.link(LONG_COURSE).click();
    });
    await stage.step('enrols someone by hand', () => enrolByHand(stage, ines, BEFORE));
    await stage.step('that person chooses a password by the mail and sees week 1', () => firstSignIn(stage));
    await stage.step('watches the journey with the numbers on every step', async () => {
      version = await watch(ines);
    });
    await stage.step('changes a wait; undo and redo', () => changeWait(ines));
    await stage.step('changes a mail and sees the preview', () => changeMail(ines, stage.mark));
    await stage.step('puts a marketing mail into the way, unless it is there', () => insertOffer(ines));
    await stage.step('check finds nothing, in the browser and on the server', () => checkDraft(ines));
    await stage.step('simulates twelve weeks: a dated list, in well under a second', () => simulate(ines));
    await stage.step('publishes the next version', () => publish(ines, version + 1));
    await stage.step('who enrols now is on the new version, who was inside stays', async () => {
      await ines.open('/teach');
      await ines.link(LONG_COURSE).click();
      await enrolByHand(stage, ines, AFTER);
      await ines.page.getByRole('tab', { name: 'Journey' }).click();
      await ines.look('teach-course-journey');
      await ines.link('Learners').click();
      await sawVersion(ines, addressOf(stage, AFTER), version + 1);
      await sawVersion(ines, addressOf(stage, BEFORE), version);
    });
    await stage.step('opens the run of one learner: where, until when, why', () => openRun(ines));
  },
};

/** On the page of a course. */
export async function enrolByHand(stage: Stage, ines: Visitor, name: string): Promise<void> {
  await ines.button('Enrol someone').first().click();
  const dialog = ines.dialog('Enrol someone by hand');
  await dialog.getByLabel('E-mail').fill(addressOf(stage, name));
  await dialog.getByLabel(/^Name/).fill(name);
  await dialog.getByLabel(/^Reason/).fill('Paid by invoice');
  if (name === BEFORE) await ines.look('enrol-by-hand');
  await dialog.getByRole('button', { name: 'Enrol' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await ines.reads(`${addressOf(stage, name)} is being enrolled`);
  const row = ines.page.getByRole('row').filter({ hasText: addressOf(stage, name) });
  await row.getByRole('link', { name: /^See the journey/ }).waitFor({ timeout: 20_000 });
  if (name === BEFORE) await ines.look('teach-course-roster');
}

async function firstSignIn(stage: Stage): Promise<void> {
  const bea = await stage.visitor(BEFORE);
  await bea.open(await stage.inbox.link(addressOf(stage, BEFORE), /^You have been enrolled/, /Choose/));
  await bea.page.getByLabel('New password').fill(PASSWORD);
  await bea.button('Change the password').click();
  await bea.link('Sign in').last().click();
  await bea.signIn(addressOf(stage, BEFORE), PASSWORD);
  await bea.link(new RegExp(LONG_COURSE)).click();
  await bea.link('Begin').waitFor();
  await bea.reads(/0 of 12 weeks done/);
  await bea.look('my-course-twelve-weeks');
}

/** Answers the number of the live version. */
async function watch(ines: Visitor): Promise<number> {
  await ines.page.getByRole('tab', { name: 'Journey' }).click();
  await ines.link('Watch').click();
  await ines.reads(/The numbers move by themselves/);
  const boxes = ines.page.locator('.react-flow__node');
  await boxes.nth(30).waitFor({ state: 'attached' });
  const waiting = boxes.filter({ hasText: /\d+ waiting/ }).first();
  await waiting.waitFor();
  await ines.look('automation-watch', { whole: false });
  await waiting.click();
  await ines.reads('Here now');
  await ines.link(BEFORE).first().waitFor();
  await ines.look('automation-watch-step', { whole: false });
  const banner = await ines.page.getByText(/^Live, version \d+/).innerText();
  return Number(/version (\d+)/.exec(banner)?.[1]);
}

async function publish(ines: Visitor, version: number): Promise<void> {
  // What was simulated stays on the canvas until one goes back.
  await ines.button('Back to the drawing').click();
  await ines.button('Publish').click();
  const dialog = ines.dialog(`Publish version ${version}?`);
  await dialog.getByText(/^The people already inside: \d+ learners?/).waitFor();
  must(
    await dialog.getByLabel(/^They stay on the version they are on/).isChecked(),
    'Those inside are taken over without being asked.',
  );
  await dialog.getByLabel(/^Note/).fill('A shorter wait, a clearer first mail');
  await ines.look('publish', { whole: false });
  await dialog.getByRole('button', { name: `Publish version ${version}` }).click();
  await ines.reads(`Version ${version} is live`);
  await ines.page.getByText(`The same as the live version ${version}.`).waitFor();
  await ines.button('More').click();
  await ines.page.getByRole('menuitem', { name: 'Versions' }).click();
  await ines.reads(`Version ${version}`);
  await ines.look('automation-versions', { whole: false });
}

async function sawVersion(ines: Visitor, email: string, version: number): Promise<void> {
  await ines.page.getByLabel('Search by name, e-mail or id').fill(email);
  const row = ines.page.getByRole('row').filter({ hasText: email });
  await ines.page.waitForURL((url) => url.searchParams.get('search') === email);
  await row.waitFor();
  const shown = await row.getByRole('cell').nth(3).innerText();
  must(shown === String(version), `${email} is on version ${shown}, not on ${version}.`);
}

async function openRun(ines: Visitor): Promise<void> {
  await ines.look('runs');
  await ines.link(BEFORE).click();
  await ines.heading(new RegExp(BEFORE)).waitFor();
  const here = ines.page.getByRole('article').first();
  await here.waitFor();
  const words = await here.innerText();
  must(/week 2|Opens|until|waits?/i.test(words), `The run does not say why it waits: ${words}`);
  must(/\d{1,2} \w{3}/.test(words), `The run does not say until when it waits: ${words}`);
  await ines.look('run', { whole: false });
  await ines.page.getByRole('tab', { name: 'Timeline' }).click();
  await ines.look('run-timeline', { whole: false });
}
