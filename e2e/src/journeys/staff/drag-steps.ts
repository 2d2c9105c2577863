import { randomUUID } from 'node:crypto';
import type { Locator } from 'playwright-core';
import type { Visitor } from '../../browser/visitor.ts';
import { must, until } from '../../product/until.ts';
import type { Journey, Stage } from '../../runner/journey.ts';
import { FREE_COURSE } from '../learner/moves.ts';
import { staff } from '../people.ts';
import { listed } from './looked-steps.ts';

const FORM = 'aside[aria-label="Details"]';
const MENU = '[role="menu"]';

interface Point {
  x: number;
  y: number;
}

interface Draft {
  steps: Record<string, { kind: string }>;
  edges: Array<{ from: string; port: string; to: string }>;
}

/** Composing by mouse, out of the list of steps: onto a line, onto a free place, and by a press on the list. */
export const dragSteps: Journey = {
  name: 'Instructor: drags steps into a drawing by mouse',
  async play(stage) {
    const ines = await staff(stage, 'instructor');
    const id = randomUUID();
    await stage.step('opens an empty campaign of the course, and the list of steps', () =>
      open(stage, ines, id),
    );
    await stage.step('drags a message onto the line: it stands in it', () => ontoTheLine(stage, ines, id));
    await stage.step('begins it with a ready text', () => readyText(ines));
    await stage.step('drags a wait onto a free place: it stands there by itself', () =>
      ontoFreePlace(stage, ines, id),
    );
    await stage.step('adds steps by a press on the list, and sees their forms', () => forms(ines));
  },
};

async function open(stage: Stage, ines: Visitor, id: string): Promise<void> {
  // Not of the long course: others look for the one journey that is drawn for it.
  const courseId = await stage.api.courseId(FREE_COURSE);
  const name = `Dragged ${stage.mark}`;
  await stage.api.send('POST', '/api/automations', { id, name, courseId });
  await ines.open(`/automations/${id}`);
  await box(ines, 'end').waitFor();
  await ines.button('Steps').click();
  await list(ines).waitFor();
  await ines.look('steps-list', { whole: false });
}

async function ontoTheLine(stage: Stage, ines: Visitor, id: string): Promise<void> {
  const plus = ines.page.locator('[data-outlet="start:next"]');
  const [above, at] = [await edgesOf(box(ines, 'start')), await edgesOf(plus)];
  // On the line, and clear of the plus that stands in its middle.
  await carry(ines, 'Send a message', { x: at.middle, y: (above.bottom + at.top) / 2 });
  must(await plus.getAttribute('data-aimed').then((aimed) => aimed !== null), 'The line shows no aim.');
  await ines.page.mouse.up();
  await ines.page.getByRole('region', { name: 'Settings of A mail to the learner' }).waitFor();
  await until('the message saved between start and end', async () => {
    const { steps, edges } = await draftOf(stage, id);
    const message = Object.keys(steps).find((stepId) => steps[stepId]?.kind === 'message');
    const leads = (from: string, to: string) => edges.some((edge) => edge.from === from && edge.to === to);
    return message && edges.length === 2 && leads('start', message) && leads(message, 'end');
  });
}

async function readyText(ines: Visitor): Promise<void> {
  const subject = ines.page.getByLabel('Subject', { exact: true });
  const before = await subject.inputValue();
  await ines.button('Begin with a ready text').click();
  const first = ines.page.getByRole('menuitem').first();
  await first.waitFor();
  await ines.look('ready-text-menu', { whole: false, within: MENU });
  await first.click();
  await until('another subject', async () => (await subject.inputValue()) !== before);
}

async function ontoFreePlace(stage: Stage, ines: Visitor, id: string): Promise<void> {
  const canvas = await edgesOf(ines.page.locator('.react-flow'));
  const start = await edgesOf(box(ines, 'start'));
  const place = { x: canvas.right - 150, y: canvas.bottom - 160 };
  await carry(ines, 'Wait', place);
  await ines.page.mouse.up();
  await ines.page.getByRole('region', { name: 'Settings of Wait 3 days' }).waitFor();
  const waits = await until('the wait saved, with no line to it', async () => {
    const { steps, edges } = await draftOf(stage, id);
    const wait = Object.keys(steps).find((stepId) => steps[stepId]?.kind === 'wait');
    return wait && edges.every(({ from, to }) => from !== wait && to !== wait) && wait;
  });
  // The drawing may have moved as a whole since; beside the start it stands where it was let go of.
  const [moved, stands] = [await edgesOf(box(ines, 'start')), await edgesOf(box(ines, waits))];
  const off = Math.hypot(
    stands.middle - moved.middle - (place.x - start.middle),
    stands.top - moved.top - (place.y - start.top),
  );
  must(off < 30, `It stands ${Math.round(off)} pixels off.`);
  await ines.button('Undo').click();
  await box(ines, waits).waitFor({ state: 'detached' });
}

/** Added by the list, looked at in the outline: a page with less on it is examined sooner. */
async function forms(ines: Visitor): Promise<void> {
  const form = ines.page.getByRole('region', { name: /^Settings of/ });
  const titles: Array<[kind: string, title: string]> = [];
  for (const [kind, name] of Object.entries(listed)) {
    await list(ines).getByRole('button', { name, exact: true }).click();
    await form.getByRole('heading', { name, exact: true }).waitFor();
    titles.push([kind, await form.getByLabel('Title', { exact: true }).inputValue()]);
  }
  await ines.button('Outline').click();
  for (const [kind, title] of titles) {
    await ines.page.getByRole('treeitem', { name: title }).first().click();
    await ines.page.getByRole('region', { name: `Settings of ${title}` }).waitFor();
    await ines.look(`form-${kind}`, { whole: false, within: FORM });
  }
}

const list = (ines: Visitor): Locator => ines.page.getByRole('region', { name: 'Steps to add' });

const box = (ines: Visitor, stepId: string): Locator =>
  ines.page.locator(`.react-flow__node[data-id="${stepId}"]`);

const draftOf = async (stage: Stage, id: string): Promise<Draft> =>
  (await stage.api.get<{ draft: { definition: Draft } }>(`/api/automations/${id}`)).draft.definition;

/** Out of the list to that point, with the button held down: as by hand, in small moves. */
async function carry(ines: Visitor, kind: string, to: Point): Promise<void> {
  const step = list(ines).getByRole('button', { name: kind, exact: true });
  await step.scrollIntoViewIfNeeded();
  const { middle: x, top, bottom } = await edgesOf(step);
  const { mouse } = ines.page;
  await mouse.move(x, (top + bottom) / 2);
  await mouse.down();
  await mouse.move(to.x, to.y, { steps: 10 });
}

async function edgesOf(place: Locator) {
  const found = await place.boundingBox();
  must(found, `${place.toString()} is not to be seen.`);
  const { x, y, width, height } = found;
  return { top: y, bottom: y + height, middle: x + width / 2, right: x + width };
}
