import { createHash, randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { simpleParser, type AddressObject, type ParsedMail } from 'mailparser';
import { Journal, type Position } from '../hosting/journal.ts';

/** One accepted DATA command. Raw: a message sent twice makes two receipts. */
export interface Receipt {
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** ISO 8601. */
  readonly receivedAt: string;
}

/** A message as the inbox lists it: once per Message-ID, however often it came. */
export interface Message extends Receipt {
  readonly id: string;
  /** How often it was received. More than 1 is a redelivery. */
  readonly received: number;
}

type Entry = { type: 'receipt'; receipt: Receipt; raw: string } | { type: 'cleared' };

/** The inbox: an append-only log of receipts, and what it amounts to. Emits `change`. */
export class Inbox extends EventEmitter {
  readonly #journal: Journal<Entry>;
  readonly #receipts: Receipt[] = [];
  readonly #messages = new Map<string, { message: Message; at: Position }>();

  constructor(folder: string) {
    super();
    this.setMaxListeners(0);
    this.#journal = Journal.open<Entry>(join(folder, 'receipts.jsonl'), (entry, at) =>
      this.#apply(entry, at),
    );
  }

  /** Keeps a message: when this resolves, it is on disk. */
  async accept(raw: Buffer, envelope: { from: string; to: readonly string[] }): Promise<Receipt> {
    const mail = await simpleParser(raw, { skipImageLinks: true, skipTextToHtml: true });
    const receipt: Receipt = {
      messageId: mail.messageId ?? `<${randomUUID()}@no-message-id>`,
      from: mail.from?.text ?? envelope.from,
      to: envelope.to,
      subject: mail.subject ?? '(no subject)',
      receivedAt: new Date().toISOString(),
    };
    const entry: Entry = { type: 'receipt', receipt, raw: raw.toString('base64') };
    this.#apply(entry, this.#journal.append(entry));
    this.emit('change');
    return receipt;
  }

  /** Messages, newest first. `to` matches a part of a recipient; `since` is an ISO instant. */
  list(filter: { to?: string | null; since?: string | null } = {}): Message[] {
    const wanted = filter.to?.trim().toLowerCase() ?? '';
    const since = Date.parse(filter.since ?? '') || 0;
    return [...this.#messages.values()]
      .map(({ message }) => message)
      .filter(({ to }) => wanted === '' || to.some((address) => address.toLowerCase().includes(wanted)))
      .filter(({ receivedAt }) => Date.parse(receivedAt) >= since)
      .toReversed();
  }

  /** Every receipt ever, oldest first, also of deleted messages. */
  receipts(): readonly Receipt[] {
    return this.#receipts;
  }

  /** A message with its content, or null. */
  async open(id: string): Promise<{ message: Message; mail: ParsedMail } | null> {
    const found = this.#messages.get(id);
    if (found === undefined) return null;
    const entry = this.#journal.read(found.at);
    if (entry.type !== 'receipt') return null;
    return { message: found.message, mail: await simpleParser(Buffer.from(entry.raw, 'base64')) };
  }

  /** Empties the list; the receipt log stays. */
  clear(): void {
    this.#journal.append({ type: 'cleared' });
    this.#messages.clear();
    this.emit('change');
  }

  close(): void {
    this.#journal.close();
  }

  #apply(entry: Entry, at: Position): void {
    if (entry.type === 'cleared') {
      this.#messages.clear();
      return;
    }
    const { receipt } = entry;
    this.#receipts.push(receipt);
    const id = createHash('sha256').update(receipt.messageId).digest('hex').slice(0, 16);
    const known = this.#messages.get(id);
    if (known === undefined) this.#messages.set(id, { message: { ...receipt, id, received: 1 }, at });
    else known.message = { ...known.message, received: known.message.received + 1 };
  }
}

/** Addresses of a header as one line. */
export function addressLine(address: AddressObject | AddressObject[] | undefined): string {
  return [address ?? []]
    .flat()
    .map(({ text }) => text)
    .join(', ');
}
