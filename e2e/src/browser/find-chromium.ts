import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const sandbox = ['--no-sandbox', '--disable-setuid-sandbox'];

/** Made for another place: one process for all dies with the first tab, and journeys want the web's own rules. */
const unwanted = [
  '--single-process',
  '--no-zygote',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--headless',
];

/** A browser and how to put it away. */
export interface OpenBrowser {
  browser: Browser;
  /** Which one it is, for the first line. */
  name: string;
  close(): Promise<void>;
}

/** Starts Chromium: the one that `CHROMIUM_PATH` names, else one on PATH, else the one that came with npm. */
export async function openChromium(env: NodeJS.ProcessEnv): Promise<OpenBrowser> {
  const installed = env['CHROMIUM_PATH'] || onPath(env['PATH'] ?? '');
  if (!installed) return openPackaged();
  const browser = await chromium.launch({ executablePath: installed, args: sandbox });
  return { browser, name: `${installed} ${browser.version()}`, close: () => browser.close() };
}

/** It unpacks to the temporary folder and takes whatever lies there, so it gets one of its own. */
async function openPackaged(): Promise<OpenBrowser> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gradus-chromium-'));
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  const packaged = (await import('@sparticuz/chromium')).default;
  packaged.setGraphicsMode = false;
  const executablePath = await packaged.executablePath();
  const args = packaged.args.filter((flag) => !unwanted.some((name) => flag.startsWith(name)));
  const browser = await chromium.launch({ executablePath, args });
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  const close = async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { browser, name: `@sparticuz/chromium ${browser.version()}`, close };
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
