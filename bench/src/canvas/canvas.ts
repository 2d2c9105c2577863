import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { findChromium } from '../../../e2e/src/browser/find-chromium.ts';
import { Refusal } from '../../../scripts/refusal.ts';
import { step } from '../../../scripts/progress.ts';
import { repositoryRoot } from '../../../scripts/settings.ts';
import { captured } from '../../../scripts/tools.ts';
import { readFlags } from '../flags.ts';
import { median, ratioText, rounded } from '../report/ratios.ts';
import { printTable } from '../report/table.ts';
import type { Ending } from '../stage/ending.ts';
import { look, type Look, type PageName } from './look.ts';
import { serveFolder } from './serve-folder.ts';

/** Help of `npm run bench -- canvas`. */
export const usage = `npm run bench -- canvas [--pairs 5]

  --pairs  how often each size is opened, ours and the bare page by turns`;

const SIZES = [500, 2000];

/** The canvas beside a bare React Flow page with the same boxes: opening, panning, and what a change of numbers redraws. */
export async function run(args: readonly string[], ending: Ending): Promise<Record<string, unknown>> {
  const { pairs } = readFlags(args, { pairs: 5 });
  const folder = mkdtempSync(path.join(tmpdir(), 'gradus-canvas-'));
  ending.later(() => rmSync(folder, { recursive: true, force: true }));
  await step('Building the two pages', () => build(folder));
  const server = await serveFolder(folder);
  ending.later(() => server.close());
  const chromium = await findChromium(process.env);
  ending.later(() => chromium.remove());
  const browser = await chromium.start();
  ending.later(() => browser.close());
  const sizes = [];
  for (const size of SIZES)
    sizes.push(await step(`${size} steps`, () => lookAt(browser, server.url, size, pairs)));
  printTable(
    'Opening, milliseconds to the painted picture; frames a second while panning; boxes redrawn when ten change',
    sizes.map(({ size, ours, bare }) => ({
      steps: size,
      ours: rounded(median(ours.map(({ openMs }) => openMs)), 0),
      bare: rounded(median(bare.map(({ openMs }) => openMs)), 0),
      'bare / ours': ratioText(ratios(ours, bare)),
      'fps ours': rounded(median(ours.map(({ fps }) => fps)), 1),
      'fps bare': rounded(median(bare.map(({ fps }) => fps)), 1),
      redrawn: median(ours.map(({ redrawn }) => redrawn)),
    })),
  );
  const [small, large] = sizes;
  return {
    openRatio500: rounded(median(ratios(small!.ours, small!.bare))),
    openRatio2000: rounded(median(ratios(large!.ours, large!.bare))),
    fps500: rounded(median(small!.ours.map(({ fps }) => fps)), 1),
    fpsBare500: rounded(median(small!.bare.map(({ fps }) => fps)), 1),
    openMs500: rounded(median(small!.ours.map(({ openMs }) => openMs)), 0),
    openMs2000: rounded(median(large!.ours.map(({ openMs }) => openMs)), 0),
    redrawnOfTen: median(small!.ours.map(({ redrawn }) => redrawn)),
  };
}

const ratios = (ours: Look[], bare: Look[]) =>
  ours.map(({ openMs }, pair) => (bare[pair]?.openMs ?? NaN) / openMs);

/** By turns, and the other first in every second pair: a machine that gets slower is unfair to neither. */
async function lookAt(browser: Browser, url: string, size: number, pairs: number) {
  const looks: Record<PageName, Look[]> = { ours: [], bare: [] };
  for (let pair = 0; pair < pairs; pair += 1) {
    const order: PageName[] = pair % 2 === 0 ? ['ours', 'bare'] : ['bare', 'ours'];
    for (const page of order)
      looks[page].push(await look(browser, `${url}/canvas.html?page=${page}&steps=${size}`));
  }
  return { size, ...looks };
}

async function build(folder: string): Promise<void> {
  const { code, output } = await captured({
    command: path.join(repositoryRoot, 'node_modules/.bin/vite'),
    args: [
      'build',
      '--config',
      'bench/vite.config.ts',
      '--outDir',
      folder,
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ],
    cwd: path.join(repositoryRoot, 'web'),
    env: process.env,
    logFile: path.join(folder, '..', `${path.basename(folder)}.log`),
  });
  if (code !== 0) throw new Refusal(`The pages could not be built: ${output.slice(-800)}`);
}
