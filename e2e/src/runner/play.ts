import { stripVTControlCharacters } from 'node:util';
import type { Browser } from 'playwright-core';
import { Screens } from '../browser/screens.ts';
import { Visitor } from '../browser/visitor.ts';
import type { Addresses } from '../product/addresses.ts';
import { MailInbox } from '../product/mail-inbox.ts';
import { SchoolApi } from '../product/school-api.ts';
import { Payments } from '../product/stand-ins.ts';
import type { Journey, Stage } from './journey.ts';
import type { Chapter, Tally } from './tally.ts';

const LONGEST = 8;

/** The failure was told already; the journey only has to end. */
class JourneyEndedError extends Error {}

/** Plays journeys; one that fails does not keep the next from being played. */
export class Player {
  readonly #browser: Browser;
  readonly #tally: Tally;
  readonly #screens = new Screens();
  readonly #around: Pick<Stage, 'addresses' | 'inbox' | 'payments' | 'api' | 'mark'>;

  constructor(browser: Browser, addresses: Addresses, tally: Tally) {
    this.#browser = browser;
    this.#tally = tally;
    this.#around = {
      addresses,
      inbox: new MailInbox(addresses.mailInbox),
      payments: new Payments(addresses.payments),
      api: new SchoolApi(addresses.school, 'admin@gradus.local'),
      mark: Date.now().toString(36),
    };
  }

  async play({ name, play }: Journey): Promise<void> {
    const chapter = this.#tally.chapter(name);
    const visitors: Visitor[] = [];
    const begun = Date.now();
    try {
      await play(this.#stage(name, chapter, visitors));
    } catch (error) {
      if (!(error instanceof JourneyEndedError))
        chapter.fail('outside any step', Date.now() - begun, [wordsOf(error)]);
    } finally {
      tellUncaught(chapter, visitors);
      chapter.say();
      await Promise.all(visitors.map((visitor) => visitor.leave().catch(() => undefined)));
    }
  }

  /** One line for every screen: what axe found on it. */
  sayScreens(): void {
    const chapter = this.#tally.chapter('Every screen seen, checked with axe in light and dark');
    for (const [screen, findings] of this.#screens.seen) {
      if (findings.length === 0) chapter.pass(screen, 0);
      else
        chapter.fail(
          screen,
          0,
          findings.map(({ rule, theme, help, places }) =>
            [`${rule} (${theme}): ${help}`, ...places.slice(0, 6).map((one) => `  ${one}`)].join('\n'),
          ),
        );
    }
    chapter.say();
  }

  #stage(journey: string, chapter: Chapter, visitors: Visitor[]): Stage {
    return {
      ...this.#around,
      step: async (name, work) => {
        const begun = Date.now();
        try {
          await work();
        } catch (error) {
          chapter.fail(name, Date.now() - begun, [
            wordsOf(error),
            ...(await this.#evidence(journey, visitors)),
          ]);
          throw new JourneyEndedError(name, { cause: error });
        }
        chapter.pass(name, Date.now() - begun);
      },
      skip: (name, reason) => chapter.skip(name, reason),
      visitor: async (name, options) => {
        const around = {
          browser: this.#browser,
          school: this.#around.addresses.school,
          screens: this.#screens,
        };
        const visitor = await Visitor.enter(name, around, options);
        visitors.push(visitor);
        return visitor;
      },
    };
  }

  async #evidence(journey: string, visitors: Visitor[]): Promise<string[]> {
    const lines: string[] = [];
    for (const { name, page, trouble, photograph } of visitors.map(asEvidence)) {
      const picture = await photograph(`failed-${slug(journey)}-${slug(name)}`).catch(() => 'no picture');
      lines.push(
        `${name} was at ${page.url()}, see ${picture}`,
        ...trouble.lines.slice(-12).map((it) => `  ${it}`),
      );
    }
    return lines;
  }
}

function tellUncaught(chapter: Chapter, visitors: Visitor[]): void {
  for (const { name, trouble } of visitors)
    if (trouble.uncaught.length > 0) chapter.fail(`${name}: nothing goes wrong unseen`, 0, trouble.uncaught);
}

const asEvidence = (visitor: Visitor) => ({
  name: visitor.name,
  page: visitor.page,
  trouble: visitor.trouble,
  photograph: (file: string) => visitor.photograph(file),
});

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = /(e2e\/src\/journeys\/[^)\s]+)/.exec(error.stack ?? '')?.[1];
  const message = stripVTControlCharacters(error.message).split('\n').slice(0, LONGEST);
  return [...message.map((line) => line.slice(0, 300)), ...(place ? [`at ${place}`] : [])].join('\n');
}

const slug = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
