import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const sandbox = ['--no-sandbox', '--disable-setuid-sandbox', '--disable-gpu'];

/** Made for another place: one process for all dies with the first tab, and journeys want the web's own rules. */
const unwanted = [
  '--single-process',
  '--no-zygote',
  '--in-process-gpu',
  '--ignore-gpu-blocklist',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--headless',
];

/** A Chromium that can be started as often as wanted. */
export interface FoundChromium {
  path: string;
  start(): Promise<Browser>;
  /** Takes away what was unpacked. */
  remove(): void;
}

/** The Chromium that `CHROMIUM_PATH` names, else one on PATH, else the one that came with npm. */
export async function findChromium(env: NodeJS.ProcessEnv): Promise<FoundChromium> {
  const installed = env['CHROMIUM_PATH'] || onPath(env['PATH'] ?? '');
  if (!installed) return unpackChromium();
  const start = () => chromium.launch({ executablePath: installed, args: sandbox });
  return { path: installed, start, remove: () => undefined };
}

/** It unpacks to the temporary folder and takes whatever lies there, so it gets one of its own. */
async function unpackChromium(): Promise<FoundChromium> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gradus-chromium-'));
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  const packaged = (await import('@sparticuz/chromium')).default;
  packaged.setGraphicsMode = false;
  const executablePath = await packaged.executablePath();
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  const kept = packaged.args.filter((flag) => !unwanted.some((name) => flag.startsWith(name)));
  const start = () => chromium.launch({ executablePath, args: [...kept, ...sandbox] });
  return { path: executablePath, start, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function onPath(folders: string): string | undefined {
  const places = folders
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
