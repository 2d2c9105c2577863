import type { Browser } from 'playwright-core';
import type { FoundChromium } from '../browser/find-chromium.ts';
import { Screens } from '../browser/screens.ts';
import { Visitor } from '../browser/visitor.ts';
import type { Addresses } from '../product/addresses.ts';
import { MailInbox } from '../product/mail-inbox.ts';
import { SchoolApi } from '../product/school-api.ts';
import { Payments } from '../product/stand-ins.ts';
import { evidence, wordsOf } from './evidence.ts';
import type { Journey, Stage } from './journey.ts';
import type { Chapter, Tally } from './tally.ts';

/** The failure was told already; the journey only has to end. */
class JourneyEndedError extends Error {}

/** Who plays one journey in which browser. */
interface Cast {
  browser: Browser;
  visitors: Visitor[];
  chapter: Chapter;
}

/** Plays journeys, each in a browser of its own; one that fails does not keep the next from being played. */
export class Player {
  readonly #chromium: FoundChromium;
  readonly #tally: Tally;
  readonly #screens = new Screens();
  readonly #around: Pick<Stage, 'addresses' | 'inbox' | 'payments' | 'api'>;

  constructor(chromium: FoundChromium, addresses: Addresses, tally: Tally) {
    this.#chromium = chromium;
    this.#tally = tally;
    this.#around = {
      addresses,
      inbox: new MailInbox(addresses.mailInbox),
      payments: new Payments(addresses.payments),
      api: new SchoolApi(addresses.school, 'admin@gradus.local'),
    };
  }

  /** A browser that falls over says nothing about the product: then the journey is played once more. */
  async play(journey: Journey): Promise<void> {
    if (await this.#playOnce(journey, true)) return;
    console.error(`The browser fell over in "${journey.name}"; once more.`);
    await this.#playOnce(journey, false);
  }

  /** One line for every screen: what axe found on it. */
  sayScreens(): void {
    const chapter = this.#tally.chapter('Every screen seen, checked with axe in light and dark');
    for (const [screen, findings] of this.#screens.seen) {
      if (findings.length === 0) chapter.pass(screen, 0);
      else chapter.fail(screen, 0, findings);
    }
    chapter.say();
  }

  /** Answers false when the browser fell over and `mayRepeat`. */
  async #playOnce({ name, play }: Journey, mayRepeat: boolean): Promise<boolean> {
    const browser = await this.#chromium.start();
    const cast: Cast = { browser, visitors: [], chapter: this.#tally.chapter(name) };
    const begun = Date.now();
    try {
      await play(this.#stage(name, cast));
    } catch (error) {
      if (!browser.isConnected() && mayRepeat) return false;
      if (!(error instanceof JourneyEndedError))
        cast.chapter.fail('outside any step', Date.now() - begun, [wordsOf(error)]);
    }
    for (const { name: who, trouble } of cast.visitors)
      if (trouble.uncaught.length > 0)
        cast.chapter.fail(`${who}: nothing goes wrong unseen`, 0, trouble.uncaught);
    cast.chapter.say();
    await browser.close();
    return true;
  }

  #stage(journey: string, { browser, visitors, chapter }: Cast): Stage {
    const around = { browser, school: this.#around.addresses.school, screens: this.#screens };
    return {
      ...this.#around,
      mark: Date.now().toString(36),
      step: async (name, work) => {
        const begun = Date.now();
        try {
          await work();
        } catch (error) {
          const ms = Date.now() - begun;
          chapter.fail(name, ms, [wordsOf(error), ...(await evidence(journey, visitors))]);
          throw new JourneyEndedError(name, { cause: error });
        }
        chapter.pass(name, Date.now() - begun);
      },
      skip: (name, reason) => chapter.skip(name, reason),
      visitor: async (name, options) => {
        const visitor = await Visitor.enter(name, around, options);
        visitors.push(visitor);
        return visitor;
      },
    };
  }
}
