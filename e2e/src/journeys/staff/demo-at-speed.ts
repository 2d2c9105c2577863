import { readFile } from 'node:fs/promises';
import type { Visitor } from '../../browser/visitor.ts';
import { SimulatedLearner } from '../../product/simulated-learner.ts';
import { must, until } from '../../product/until.ts';
import type { Journey, Stage } from '../../runner/journey.ts';
import { staff } from '../people.ts';
import { LONG_COURSE } from './draw-and-publish.ts';

/** Twelve weeks in about a minute, live on the canvas, to a certificate that others can verify. */
export const demoAtSpeed: Journey = {
  name: 'Demo at speed: a simulated learner goes through twelve weeks',
  async play(stage) {
    const ines = await staff(stage, 'instructor');
    const ada = await staff(stage, 'admin');
    let learner: SimulatedLearner | undefined;
    await stage.step('one button starts a simulated learner', async () => {
      learner = await SimulatedLearner.startedBy(stage.api, LONG_COURSE, () => start(ines));
    });
    must(learner, 'Nobody was started.');
    const sim = learner;
    await stage.step('the offer can be unsubscribed from with one click', () => unsubscribe(stage, sim));
    await stage.step('the canvas moves by itself', () => watchCanvas(ines));
    await stage.step("so does the learner's own way", () => watchRun(ada, sim));
    await stage.step('twelve weeks pass in about two minutes', () => sim.finishes());
    await stage.step('every mail came once; marketing mail no more after the unsubscribing', async () => {
      const count = await sim.mailsAreExact(stage.inbox, ['recommend']);
      must(count >= 14, `Only ${count} mails came.`);
      await ada.open(`/ops/search?search=${encodeURIComponent(sim.email)}`);
      await ada.page.getByText(/latest mails/).click();
      await ada.reads(/unsubscribed from marketing mail/);
      await ada.look('search-person');
    });
    await stage.step('the certificate can be verified by anybody and downloaded', () =>
      certificate(stage, sim),
    );
    await stage.step('all of it is marked as simulated', () => markedSimulated(stage, ines, sim));
  },
};

async function start(ines: Visitor): Promise<void> {
  await ines.link(LONG_COURSE).click();
  await ines.button('Start a simulated learner').click();
  const dialog = ines.dialog('Start a simulated learner');
  await ines.look('start-simulated-learner', { whole: false });
  await dialog.getByRole('button', { name: 'Start', exact: true }).click();
  await ines.reads(/\(simulated\) has started/);
}

async function unsubscribe(stage: Stage, sim: SimulatedLearner): Promise<void> {
  const { headers } = await stage.inbox.await(sim.email, /^An offer for you/, 30_000);
  const header = (name: string) => headers.find((one) => one.name.toLowerCase() === name)?.value ?? '';
  must(/One-Click/.test(header('list-unsubscribe-post')), 'The mail lacks the one-click header.');
  must(header('list-unsubscribe').startsWith('<http'), 'The mail lacks the List-Unsubscribe header.');
  const anybody = await stage.visitor('Somebody at the mail');
  await anybody.open(await stage.inbox.link(sim.email, /^An offer for you/, /unsubscribe/i));
  await anybody.button('Unsubscribe').click();
  await anybody.reads('You are unsubscribed');
  await anybody.look('unsubscribe');
}

async function watchCanvas(ines: Visitor): Promise<void> {
  await ines.page.getByRole('tab', { name: 'Journey' }).click();
  await ines.link('Watch').click();
  await ines.reads(/The numbers move by themselves/);
  const boxes = ines.page.locator('.react-flow__node');
  const seen = new Set<string>();
  await until(
    'the numbers on the canvas changing four times without reloading',
    async () => {
      seen.add((await boxes.allInnerTexts()).join('|'));
      return seen.size > 4;
    },
    { withinMs: 45_000 },
  );
}

async function watchRun(ada: Visitor, sim: SimulatedLearner): Promise<void> {
  await ada.open(`/runs/${sim.runId}`);
  await ada.heading(new RegExp(sim.name.replace(/[()]/g, '.'))).waitFor();
  await ada.reads(/Time runs 100,800 times as fast/);
  const header = ada.page.getByRole('banner').or(ada.page.locator('main header')).last();
  const seen = new Set<string>();
  await until(
    "the learner's page changing four times without reloading",
    async () => {
      seen.add(await header.innerText());
      return seen.size > 4;
    },
    { withinMs: 45_000 },
  );
  await ada.look('run-at-speed', { whole: false });
}

async function certificate(stage: Stage, sim: SimulatedLearner): Promise<void> {
  const anybody = await stage.visitor('Somebody with the link');
  await anybody.open(await stage.inbox.link(sim.email, /^Your certificate/, /certificate/i));
  await anybody.reads('This certificate is genuine and valid');
  await anybody.reads('Earned by a simulated learner');
  await anybody.look('certificate');
  const pdf = await download(anybody, 'Certificate (PDF)');
  must(pdf.subarray(0, 5).toString() === '%PDF-', 'The PDF is none.');
  const badge = JSON.parse((await download(anybody, 'Signed file (JSON)')).toString()) as { proof?: object };
  must(JSON.stringify(badge.proof).includes('eddsa-rdfc-2022'), 'The signed file has no proof.');
}

async function download(visitor: Visitor, link: string): Promise<Buffer> {
  const [file] = await Promise.all([visitor.page.waitForEvent('download'), visitor.link(link).click()]);
  return readFile(await file.path());
}

async function markedSimulated(stage: Stage, ines: Visitor, sim: SimulatedLearner): Promise<void> {
  await ines.open('/teach');
  await ines.link(LONG_COURSE).click();
  await ines.page.getByLabel('Search by name or e-mail').fill(sim.email);
  const row = ines.page.getByRole('row').filter({ hasText: sim.email });
  await row.getByText('Simulated', { exact: true }).waitFor();
  await row.getByText('Completed', { exact: true }).waitFor();
  await row.getByRole('link', { name: /^See the journey/ }).click();
  await ines.page.getByText('Simulated', { exact: true }).first().waitFor();
  await ines.reads('This run is over');
  const { text, html } = await stage.inbox.await(sim.email, /^Your certificate/);
  must(/simulated/i.test(`${text} ${html}`), 'The mail does not say that it is for a simulated learner.');
}
