import type { Browser, Locator, Page } from 'playwright-core';
import { DEMO_PASSWORD } from '../product/school-api.ts';
import type { LookOptions, Screens } from './screens.ts';
import { Trouble } from './trouble.ts';

interface Surroundings {
  browser: Browser;
  school: string;
  screens: Screens;
}

/** How somebody comes in. */
export interface VisitorOptions {
  timeZone?: string;
  width?: number;
  height?: number;
}

/** One person at a browser of their own, with the moves that every journey needs. */
export class Visitor {
  readonly name: string;
  readonly page: Page;
  readonly trouble = new Trouble();
  readonly #screens: Screens;

  private constructor(name: string, page: Page, screens: Screens) {
    this.name = name;
    this.page = page;
    this.#screens = screens;
    this.trouble.watch(page);
  }

  static async enter(name: string, around: Surroundings, options: VisitorOptions = {}): Promise<Visitor> {
    const { timeZone = 'Europe/Berlin', width = 1360, height = 860 } = options;
    const context = await around.browser.newContext({
      baseURL: around.school,
      timezoneId: timeZone,
      locale: 'en-GB',
      viewport: { width, height },
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(30_000);
    return new Visitor(name, await context.newPage(), around.screens);
  }

  /** Opens a path of the school, or a whole address from a mail. */
  async open(place: string): Promise<void> {
    await this.page.goto(place, { waitUntil: 'domcontentloaded' });
  }

  async signIn(email: string, password = DEMO_PASSWORD): Promise<void> {
    await this.trySignIn(email, password);
    await this.page.waitForURL((url) => url.pathname !== '/sign-in');
  }

  /** Fills the form and sends it, whatever the answer. */
  async trySignIn(email: string, password: string): Promise<void> {
    if (!/\/sign-in/.test(this.page.url())) await this.open('/sign-in');
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.button('Sign in').click();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  link(name: string | RegExp): Locator {
    return this.page.getByRole('link', { name, exact: typeof name === 'string' });
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { name, exact: typeof name === 'string' }).first();
  }

  /** Of that title: a word in the corner is a dialog, too. */
  dialog(title: string | RegExp): Locator {
    return this.page.getByRole('dialog', { name: title });
  }

  /** Waits until these words stand somewhere to be seen. */
  async reads(words: string | RegExp, withinMs = 30_000): Promise<void> {
    await this.page.getByText(words).filter({ visible: true }).first().waitFor({ timeout: withinMs });
  }

  /** Chooses from one of our selects, which are buttons with a list. */
  async choose(label: string | RegExp, choice: string | RegExp): Promise<void> {
    await this.page.getByRole('combobox', { name: label }).click();
    await this.page.getByRole('option', { name: choice }).click();
  }

  look(screen: string, options?: LookOptions): Promise<void> {
    return this.#screens.look(this.page, screen, options);
  }

  photograph(name: string): Promise<string> {
    return this.#screens.photograph(this.page, name);
  }
}
