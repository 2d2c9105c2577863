import type { DataSource } from 'typeorm';
import type { Retries } from '@gradus/contracts';
import type { Vault } from '@gradus/database';
import { type LiveBell, topics } from '@gradus/events';
import { MailRefusedError, type Mailer } from '@gradus/integrations/mail';
import { type Bells, runBell } from '@gradus/temporal';
import {
  type ClaimedMessage,
  claimMessage,
  markDelivered,
  markUndelivered,
  postpone,
  readHanded,
} from './claim-message.ts';
import { type Composed, composeMessage } from './compose-message.ts';
import { withTexts } from './fill-texts.ts';
import { showNotice } from './show-notice.ts';
import { keepUntil, overCap, quietEnd } from './sending-rules.ts';

export interface RelaySettings {
  publicUrl: string;
  linkSecret: string;
  from: string;
  retries: Retries;
}

/** What it works with. */
interface RelayParts {
  dataSource: DataSource;
  vault: Vault;
  bells: Bells;
  live: LiveBell;
}

/**
 * Delivers messages, one claimed and marked at a time. We promise at least once with a stable Message-ID: a worker killed
 * between the mail server's yes and our commit sends again under the same id, and receivers drop it.
 */
export class Relay {
  readonly #dataSource: DataSource;
  readonly #mailer: Mailer;
  readonly #vault: Vault;
  readonly #bells: Bells;
  readonly #live: LiveBell;
  readonly #settings: RelaySettings;

  constructor({ dataSource, vault, bells, live }: RelayParts, mailer: Mailer, settings: RelaySettings) {
    this.#dataSource = dataSource;
    this.#mailer = mailer;
    this.#vault = vault;
    this.#bells = bells;
    this.#live = live;
    this.#settings = settings;
  }

  /** Answers whether there was one to deliver. */
  async deliverOne(): Promise<boolean> {
    const message = await claimMessage(this.#dataSource);
    if (message) await this.#deliver(message, () => false);
    return message !== null;
  }

  /**
   * Delivers what is due, for as long as `goOn` says so. The statement that marks one claims the next. `another` is called
   * when more is due than one may send in time.
   */
  async deliverAll(goOn: () => boolean, another: () => void): Promise<void> {
    await this.#deliverFrom(await claimMessage(this.#dataSource), goOn, another);
  }

  /** Delivers one that its turn has claimed for us, then what else is due, as `deliverAll` does. */
  async deliverHanded(
    handed: { messageId: string; claim: string },
    goOn: () => boolean,
    another: () => void,
  ): Promise<void> {
    await this.#deliverFrom(await readHanded(this.#dataSource, handed), goOn, another);
  }

  async #deliverFrom(first: ClaimedMessage | null, goOn: () => boolean, another: () => void): Promise<void> {
    let message = first;
    while (message) {
      if (message.more) another();
      message = await this.#deliver(message, goOn);
    }
  }

  /** Sends a message and marks what became of it; answers the next, claimed, if one is wanted and due. */
  async #deliver(message: ClaimedMessage, goOn: () => boolean): Promise<ClaimedMessage | null> {
    const next = await this.#sendAndMark(message, goOn);
    await Promise.all([
      message.awaited && message.runId ? this.#bells.tryRing(runBell(message.runId)) : null,
      this.#live.publish([
        topics.work(message.organizationId),
        ...(message.channel === 'mail' ? [] : [topics.notices(message.organizationId, message.userId)]),
        ...(message.runId ? [topics.run(message.runId)] : []),
      ]),
    ]);
    return next;
  }

  async #sendAndMark(message: ClaimedMessage, goOn: () => boolean): Promise<ClaimedMessage | null> {
    try {
      const quiet = message.expired || message.unwanted ? null : quietEnd(message, new Date());
      if (quiet) {
        await keepUntil(this.#dataSource, message, quiet);
        return goOn() ? await claimMessage(this.#dataSource) : null;
      }
      const composed =
        (await overCap(this.#dataSource, message)) ??
        composeMessage(await withTexts(this.#dataSource, this.#vault, message), this.#settings);
      if ('to' in composed) {
        if (message.channel !== 'mail' && !message.shown)
          await showNotice(this.#dataSource, this.#vault, message, composed.notice);
        if (composed.to !== null) await this.#send(message, composed, composed.to);
        return await markDelivered(this.#dataSource, message, goOn());
      }
      await markUndelivered(this.#dataSource, message, 'cancelled', composed);
    } catch (error) {
      await this.#failed(message, error);
    }
    return goOn() ? claimMessage(this.#dataSource) : null;
  }

  async #send(message: ClaimedMessage, composed: Composed, to: string): Promise<void> {
    await this.#mailer.send({
      messageId: messageIdOf(message, this.#settings.from),
      to,
      from: this.#settings.from,
      subject: composed.subject,
      text: composed.text,
      html: composed.html,
      unsubscribeUrl: composed.unsubscribeUrl,
    });
  }

  /** Only the mail server's no to this very mail is final; a server that is away is asked again and again. */
  async #failed(message: ClaimedMessage, error: unknown): Promise<void> {
    const problem = {
      code: error instanceof Error && 'code' in error ? String(error.code) : 'mail.failed',
      detail: error instanceof Error ? error.message : String(error),
    };
    if (error instanceof MailRefusedError)
      return markUndelivered(this.#dataSource, message, 'refused', problem);
    if (message.triedForSeconds > this.#settings.retries.horizonSeconds)
      return markUndelivered(this.#dataSource, message, 'unknown', problem);
    const pause = Math.min(this.#settings.retries.maxIntervalSeconds, 2 ** Math.min(message.attempt - 1, 20));
    await postpone(this.#dataSource, message, problem, pause * (0.85 + Math.random() * 0.3));
  }
}

/** Stable for a message and its try: what receivers recognise a repetition by. */
export function messageIdOf(message: { key: string; try: number }, from: string): string {
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'gradus.local';
  return `<${message.key.replace(/[^a-zA-Z0-9-]/g, '.')}.${message.try}@${domain}>`;
}
