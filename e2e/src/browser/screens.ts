import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const folder = path.resolve(import.meta.dirname, '../../screenshots');
const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const MOST_PLACES = 6;
const themes = ['light', 'dark'] as const;

// Our fonts are there when the page is; the wait for them hangs while another page keeps the processor.
process.env['PW_TEST_SCREENSHOT_NO_FONTS_READY'] = '1';

export interface LookOptions {
  whole?: boolean;
  within?: string;
}

/** Looks at screens: a picture in light and dark, and what axe says of both. */
export class Screens {
  /** By screen, what axe found there: a rule and its places each. */
  readonly seen = new Map<string, string[]>();

  constructor() {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /** `whole`: the page to its end, not only what the window shows. `within`: axe looks at this part alone, the rest was seen. */
  async look(page: Page, screen: string, { whole = true, within }: LookOptions = {}): Promise<void> {
    const findings = this.seen.get(screen) ?? [];
    this.seen.set(screen, findings);
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.evaluate('window.scrollTo(0, 0)');
      await settle(page);
      await picture(page, place(screen, theme), whole);
      findings.push(...(await violations(page, theme, within)));
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  }

  /** A picture of a moment that must not be disturbed, or of a failure. */
  async photograph(page: Page, name: string): Promise<string> {
    const file = path.join(folder, `${name}.png`);
    await picture(page, file, false);
    return file;
  }
}

/** A busy machine may be late with a picture; that is no reason to stop a journey. */
async function picture(page: Page, file: string, whole: boolean): Promise<void> {
  const take = () =>
    page.screenshot({ path: file, fullPage: whole, animations: 'disabled', timeout: 20_000 });
  await take()
    .catch(take)
    .catch((error: unknown) =>
      console.error(`No picture ${path.basename(file)}: ${String(error).slice(0, 120)}`),
    );
}

/** Colours change softly; a picture in between shows neither theme. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(
    `Promise.race([
      new Promise((done) => setTimeout(done, 1500)),
      Promise.all(document.getAnimations().map((one) => one.effect?.getComputedTiming().endTime < 1000 ? one.finished.catch(() => null) : null))
        .then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))),
    ])`,
  );
  await page.waitForTimeout(180);
}

const place = (screen: string, theme: string) => path.join(folder, `${screen}.${theme}.png`);

async function violations(page: Page, theme: string, within?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags(rules).exclude('iframe').setLegacyMode(true);
  if (within !== undefined) axe.include(within);
  if (theme === 'dark') axe.withRules(['color-contrast']);
  const { violations: found } = await axe.analyze();
  return found.map(({ id, help, nodes }) =>
    [
      `${id} (${theme}): ${help}`,
      ...nodes
        .slice(0, MOST_PLACES)
        .map((node) => `  ${node.target.join(' ')} — ${brief(node.failureSummary)}`),
    ].join('\n'),
  );
}

const brief = (text = '') => text.replaceAll(/\s+/g, ' ').slice(0, 220);
