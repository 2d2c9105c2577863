import type { Page } from 'playwright-core';

const KEPT = 40;

/** What a page complained about: shown when a journey fails; what nobody caught is a failure of its own. */
export class Trouble {
  /** Console errors and refused or broken requests, the last ones. */
  readonly lines: string[] = [];
  /** Exceptions that no code of the page caught. */
  readonly uncaught: string[] = [];

  watch(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error') this.#note(`console: ${message.text()}`);
      if (/Content Security Policy/.test(message.text())) this.uncaught.push(message.text());
    });
    page.on('pageerror', (error) => this.uncaught.push(error.stack ?? error.message));
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      if (why !== 'net::ERR_ABORTED') this.#note(`network: ${request.method()} ${request.url()}: ${why}`);
    });
    page.on('response', (response) => {
      if (response.status() < 400) return;
      this.#note(`answer ${response.status()}: ${response.request().method()} ${response.url()}`);
      if (response.status() >= 500) this.uncaught.push(`${response.status()} ${response.url()}`);
    });
  }

  #note(line: string): void {
    this.lines.push(line);
    if (this.lines.length > KEPT) this.lines.shift();
  }
}
