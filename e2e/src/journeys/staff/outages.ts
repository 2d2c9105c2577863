import type { Visitor } from '../../browser/visitor.ts';
import { parts } from '../../product/parts.ts';
import { SimulatedLearner } from '../../product/simulated-learner.ts';
import { must, until } from '../../product/until.ts';
import type { Journey, Stage } from '../../runner/journey.ts';
import { staff } from '../people.ts';
import { LONG_COURSE } from './draw-and-publish.ts';

const REASON = 'The mail server is back';

/** The mail server is away, then the worker is killed: weeks go on opening, nothing is missing, nothing is double. */
export const outages: Journey = {
  name: 'Operations: mail away, worker killed',
  async play(stage) {
    if (!(await parts.within())) return stage.skip('all of it', 'this copy cannot be handled from here');
    const omar = await staff(stage, 'ops');
    await stage.step('the work list is empty while all is well', async () => {
      await omar.heading('Operations').waitFor();
      await omar.reads('The numbers add up');
      await omar.look('work-list');
    });
    const sim = await startLearner(stage);
    await stage.step('mail stopped: weeks go on opening', async () => {
      await sim.reachesWeek(2);
      await parts.stop('mail-inbox');
      const before = await sim.weeksOpen();
      await sim.reachesWeek(before + 2);
    });
    try {
      await stage.step('what waits is in the work list by its cause', () => seesMailWaiting(omar));
    } finally {
      await parts.start('mail-inbox');
    }
    let retried = false;
    await stage.step('mail back: it goes out, by itself or on "retry now"', async () => {
      retried = await retryMail(omar);
    });
    await stage.step('worker killed with kill -9 in the middle: the learner arrives', async () => {
      await sim.reachesWeek(7);
      await parts.kill('worker');
      await sim.finishes();
    });
    await stage.step('no mail is missing and none came twice', async () => {
      must((await sim.mailsAreExact(stage.inbox)) >= 14, 'Fewer mails came than the journey sends.');
    });
    await stage.step('the numbers add up and nothing is left to do', () => allIsWell(omar));
    await stage.step('finds the person and the run, and the retry in the audit log', () =>
      finds(omar, sim, retried),
    );
  },
};

async function startLearner(stage: Stage): Promise<SimulatedLearner> {
  let sim: SimulatedLearner | undefined;
  await stage.step('a simulated learner sets out', async () => {
    const ines = await staff(stage, 'instructor');
    sim = await SimulatedLearner.startedBy(stage.api, LONG_COURSE, async () => {
      await ines.link(LONG_COURSE).click();
      await ines.button('Start a simulated learner').click();
      await ines
        .dialog('Start a simulated learner')
        .getByRole('button', { name: 'Start', exact: true })
        .click();
    });
  });
  must(sim, 'Nobody set out.');
  return sim;
}

async function seesMailWaiting(omar: Visitor): Promise<void> {
  await omar.reads(/things? needs? attention/, 30_000);
  const group = omar.page.getByRole('heading', { level: 3 }).filter({ hasText: /mail/i }).first();
  await group.waitFor();
  await omar
    .button(/^Retry (now|all \d+)$/)
    .first()
    .waitFor();
  await omar.look('work-list-mail-away');
}

/** Answers whether it came to a retry: the mails may go by themselves before. */
async function retryMail(omar: Visitor): Promise<boolean> {
  let retried = false;
  const retry = omar.button(/^Retry (now|all \d+)$/).first();
  if (await retry.isVisible()) {
    await retry.click();
    const dialog = omar.dialog(/^Retry all/);
    // The mails may go by themselves while the reason is typed: then there is nothing left to retry.
    await dialog
      .getByLabel('Reason')
      .fill(REASON, { timeout: 5_000 })
      .then(() => omar.look('work-list-retry', { whole: false }))
      .then(() => dialog.getByRole('button', { name: /^Retry/ }).click({ timeout: 5_000 }))
      .then(() => (retried = true))
      .catch(() => omar.page.keyboard.press('Escape'));
  }
  await omar.reads('All is well', 40_000);
  return retried;
}

async function allIsWell(omar: Visitor): Promise<void> {
  await omar.open('/ops');
  await omar.reads('The numbers add up');
  await until(
    'the work list empty',
    async () => {
      await omar.page.reload();
      await omar.reads(/Nothing to do|needs? attention/);
      return omar.page.getByText('Nothing to do').isVisible();
    },
    { withinMs: 20_000, everyMs: 1_000 },
  );
}

async function finds(omar: Visitor, sim: SimulatedLearner, retried: boolean): Promise<void> {
  await omar.link('Find').click();
  await omar.page.getByLabel('Name, e-mail or id').fill(sim.email);
  await omar.link(/^Open run/).waitFor();
  await omar.look('search');
  await omar.page.getByLabel('Name, e-mail or id').fill(sim.runId);
  // Their name leads to the person as well; the run has a line of its own.
  await omar.page.locator(`a[href="/runs/${sim.runId}"]`).first().click();
  await omar.reads('This run is over');
  await omar.link('Audit log').click();
  await omar.reads(retried ? new RegExp(REASON) : 'Started a simulated learner');
  await omar.look('audit');
}
