import type { Locator } from 'playwright-core';
import type { Visitor } from '../../browser/visitor.ts';
import { must } from '../../product/until.ts';
import type { Journey, Stage } from '../../runner/journey.ts';
import { addressOf, staff } from '../people.ts';
import { enrolByHand, LONG_COURSE } from './draw-and-publish.ts';

const TRIED = 'Tess Tried';

/** The instructor tries a drawing out before anybody is sent into it. */
export const tryOut: Journey = {
  name: 'Instructor: tries a drawing out on one learner, on a crowd and by tests',
  async play(stage) {
    const ines = await staff(stage, 'instructor');
    await stage.step('enrols somebody to try it on', async () => {
      await ines.link(LONG_COURSE).click();
      await enrolByHand(stage, ines, TRIED);
    });
    await stage.step('opens the draft of the twelve weeks', async () => {
      await ines.open('/automations');
      await ines
        .link(/AI Marketing Mastery/)
        .first()
        .click();
      await ines.link('Edit').click();
      await ines.page.getByText(/^Draft\./).waitFor();
    });
    await stage.step('simulates a learner who misses a week, and plays the weeks by keyboard', () =>
      scrub(ines),
    );
    await stage.step('sees what the draft would have done for somebody', () => replay(stage, ines));
    await stage.step('forecasts a crowd: Mondays, heat, mails by the hour', () => forecast(ines));
    await stage.step('writes a test that turns out red', () => writeTest(stage, ines));
    await stage.step('is refused publishing, and publishes all the same with a reason', () =>
      publishAnyway(ines),
    );
  },
};

async function scrub(ines: Visitor): Promise<void> {
  await ines.page.getByRole('button', { name: 'Simulate', exact: true }).first().click();
  const panel = ines.page.getByRole('region', { name: 'Simulate a learner' });
  await panel.getByText('Week by week').click();
  await panel.getByRole('combobox', { name: /^Week 2/ }).click();
  await ines.page.getByRole('option', { name: /^Silent/ }).click();
  await panel.getByText('Week by week').click();
  await panel.getByLabel('Called').fill('Bea Berg');
  await panel.getByRole('button', { name: 'Simulate', exact: true }).click();
  await panel.getByText(/entries, took/).waitFor();
  const slider = panel.getByRole('slider');
  await slider.press('Home');
  await panel.getByText(/^Day 1, week 1/).waitFor();
  const first = await panel.locator('ol ol > li').count();
  await slider.press('PageUp');
  await slider.press('ArrowRight');
  await panel.getByText(/^Day 9, week 2/).waitFor();
  must((await panel.locator('ol ol > li').count()) > first, 'Nothing more has happened in week 2.');
  await panel.getByText(/^That evening the diligent learner stands at/).waitFor();
  const boxes = ines.page.locator('.react-flow__node');
  await boxes.filter({ hasText: 'Waiting here' }).first().waitFor();
  await boxes.filter({ hasText: 'Passed' }).first().waitFor();
  await panel.getByRole('button', { name: 'Read the mail' }).first().click();
  await ines.page
    .frameLocator('iframe[title="The mail as it arrives"]')
    .getByText('Hi Bea Berg,', { exact: true })
    .waitFor();
  await ines.look('simulate-slider', { whole: false });
  await panel.getByRole('button', { name: 'Play day by day' }).click();
  await panel.getByText(/^Day 1[2-9], /).waitFor();
  await panel.getByRole('button', { name: 'Stop playing' }).click();
}

async function replay(stage: Stage, ines: Visitor): Promise<void> {
  const panel = ines.page.getByRole('region', { name: 'Simulate a learner' });
  await panel.getByRole('tab', { name: 'A past learner' }).click();
  await panel.getByLabel('Find a learner by name or e-mail').fill(addressOf(stage, TRIED));
  const person = panel.getByRole('listitem').filter({ hasText: addressOf(stage, TRIED) });
  await person.getByRole('button', { name: `Try the draft on ${TRIED}` }).click();
  await panel.getByText(/^What the draft would have done for/).waitFor();
  await panel.getByText(/Really \(version \d+\)/).waitFor();
  await panel.getByRole('slider').waitFor();
  await ines.look('simulate-past-learner', { whole: false });
  await ines.button('Back to the drawing').click();
  await ines.page.getByText(/^Draft\./).waitFor();
}

async function forecast(ines: Visitor): Promise<void> {
  await ines.button('More').click();
  await ines.page.getByRole('menuitem', { name: 'Forecast a crowd' }).click();
  const panel = ines.page.getByRole('region', { name: 'Forecast', exact: true });
  await panel.getByLabel('How many learners').fill('1000');
  await panel.getByLabel('Of a hundred learners: Diligent').fill('50');
  await panel.getByText('Together they are 90 of a hundred. Make it 100.').waitFor();
  await panel.getByLabel('Of a hundred learners: Silent').fill('15');
  await panel.getByRole('button', { name: 'Forecast', exact: true }).click();
  await panel.getByText(/^The busiest hour sends/).waitFor({ timeout: 60_000 });
  const slider = panel.getByRole('slider');
  for (let monday = 0; monday < 5; monday += 1) await slider.press('ArrowRight');
  const said = await slider.getAttribute('aria-valuetext');
  must(/: [\d,]+ inside$/.test(said ?? ''), `The slider says "${said}".`);
  await ines.page
    .locator('.react-flow__node')
    .filter({ hasText: /\d here/ })
    .first()
    .waitFor();
  await panel.getByText('All Mondays as a table').click();
  const rows = await panel.getByRole('table').getByRole('row').count();
  must(rows > 12, `The table has ${rows} rows.`);
  await ines.look('forecast', { whole: false });
}

async function writeTest(stage: Stage, ines: Visitor): Promise<void> {
  await ines.open('/automations');
  await ines.button('New campaign').click();
  const dialog = ines.dialog('New campaign');
  await dialog.getByLabel(/^Name/).fill(`Tried out ${stage.mark}`);
  await dialog.getByRole('button', { name: 'Create and draw' }).click();
  await ines.page.getByText(/^Draft\./).waitFor();
  await openTests(ines);
  await ines.button('New test').click();
  const form = ines.page.getByRole('region', { name: 'A new test' });
  await form.getByLabel('Name', { exact: true }).fill('Nobody completes at once');
  await ines.choose('How', /^The run ends otherwise/);
  await ines.look('flow-test-form', { whole: false });
  await form.getByRole('button', { name: 'Save the test' }).click();
  const panel = testsOf(ines);
  await panel.getByText('A diligent learner').waitFor();
  await panel.getByRole('button', { name: 'Run all' }).click();
  await panel.getByText('1 of 1 red.').waitFor();
  await panel.getByText(/Not so:/).waitFor();
  await panel.getByRole('button', { name: /^Show the timeline/ }).click();
  await panel.getByRole('slider').waitFor();
  await ines.look('flow-tests', { whole: false });
  await ines.button('Back to the drawing').click();
}

const testsOf = (ines: Visitor): Locator => ines.page.getByRole('region', { name: 'Tests', exact: true });

async function openTests(ines: Visitor): Promise<void> {
  await ines.button('More').click();
  await ines.page.getByRole('menuitem', { name: 'Tests' }).click();
  await testsOf(ines).waitFor();
}

async function publishAnyway(ines: Visitor): Promise<void> {
  await ines.button('Publish').click();
  const dialog = ines.dialog('Publish version 1?');
  await dialog.getByRole('button', { name: 'Publish version 1' }).click();
  await dialog.getByText('One test is red').waitFor();
  const anyway = dialog.getByRole('button', { name: 'Publish anyway' });
  must(await anyway.isDisabled(), 'Publishing anyway needs no reason.');
  await dialog.getByLabel('Why publish anyway?').fill('The test is about next term');
  await ines.look('publish-despite-tests', { whole: false });
  await anyway.click();
  await ines.reads('Version 1 is live');
}
