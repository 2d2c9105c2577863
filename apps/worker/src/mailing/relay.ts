import type { DataSource } from 'typeorm';
import type { Retries } from '@gradus/contracts';
import { type LiveBell, topics } from '@gradus/events';
import { MailRefusedError, type Mailer } from '@gradus/integrations/mail';
import { type Bells, runBell } from '@gradus/temporal';
import {
  type ClaimedMessage,
  claimMessage,
  markDelivered,
  markUndelivered,
  postpone,
} from './claim-message.ts';
import { type Composed, composeMessage } from './compose-message.ts';

export interface RelaySettings {
  publicUrl: string;
  linkSecret: string;
  from: string;
  retries: Retries;
}

/**
 * Delivers messages, one claimed and marked at a time. We promise at least once with a stable Message-ID: a worker killed
 * between the mail server's yes and our commit sends again under the same id, and receivers drop it.
 */
export class Relay {
  readonly #dataSource: DataSource;
  readonly #mailer: Mailer;
  readonly #bells: Bells;
  readonly #live: LiveBell;
  readonly #settings: RelaySettings;

  constructor(dataSource: DataSource, mailer: Mailer, bells: Bells, live: LiveBell, settings: RelaySettings) {
    this.#dataSource = dataSource;
    this.#mailer = mailer;
    this.#bells = bells;
    this.#live = live;
    this.#settings = settings;
  }

  /** Answers whether there was one to deliver. */
  async deliverOne(): Promise<boolean> {
    const message = await claimMessage(this.#dataSource);
    if (!message) return false;
    await this.#deliver(message);
    if (message.awaited && message.runId) await this.#bells.tryRing(runBell(message.runId));
    await this.#live.publish([
      topics.work(message.organizationId),
      ...(message.runId ? [topics.run(message.runId)] : []),
    ]);
    return true;
  }

  async #deliver(message: ClaimedMessage): Promise<void> {
    try {
      const composed = await composeMessage(this.#dataSource, message, this.#settings);
      if (!('to' in composed)) return await markUndelivered(this.#dataSource, message, 'cancelled', composed);
      await this.#send(message, composed);
      await markDelivered(this.#dataSource, message);
    } catch (error) {
      await this.#failed(message, error);
    }
  }

  async #send(message: ClaimedMessage, composed: Composed): Promise<void> {
    await this.#mailer.send({
      messageId: messageIdOf(message, this.#settings.from),
      to: composed.to,
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
