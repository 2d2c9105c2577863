import { until } from './until.ts';

/** One mail as the inbox lists it; `received` above 1 is a double. */
export interface Mail {
  id: string;
  messageId: string;
  to: string[];
  subject: string;
  received: number;
  receivedAt: string;
}

interface OpenMail extends Mail {
  html: string | null;
  text: string | null;
  headers: Array<{ name: string; value: string }>;
}

/** The simulated inbox, through its API. */
export class MailInbox {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async to(address: string): Promise<Mail[]> {
    const answer = await fetch(`${this.#url}/api/messages?to=${encodeURIComponent(address)}`);
    return ((await answer.json()) as { messages: Mail[] }).messages;
  }

  /** The newest mail to somebody whose subject fits, as soon as it is there. */
  async await(address: string, subject: RegExp, withinMs = 20_000): Promise<OpenMail> {
    const found = await until(
      `a mail to ${address} with a subject like ${subject}`,
      async () => (await this.to(address)).find((mail) => subject.test(mail.subject)),
      { withinMs },
    );
    return (await (await fetch(`${this.#url}/api/messages/${found.id}`)).json()) as OpenMail;
  }

  /** The address behind the link of that name in such a mail. */
  async link(address: string, subject: RegExp, name: RegExp): Promise<string> {
    const { html } = await this.await(address, subject);
    for (const [, href = '', words = ''] of (html ?? '').matchAll(
      /<a\s[^>]*href="([^"]+)"[^>]*>(.*?)<\/a>/gs,
    ))
      if (name.test(words.replaceAll(/<[^>]+>/g, ''))) return href.replaceAll('&amp;', '&');
    throw new Error(`The mail ${subject} to ${address} has no link named ${name}.`);
  }
}
