import { Journal } from '../hosting/journal.ts';
import type { SignatureJudgement } from './signature.ts';

/** A call as it came in. */
export interface ReceivedCall {
  at: string;
  path: string;
  id: string;
  key: string;
  keyId: string;
  signature: SignatureJudgement;
  body: string;
  /** One of this id was here before. */
  repeated: boolean;
}

type Entry = { call: ReceivedCall } | { secrets: string[] } | { cleared: true };

const SHOWN = 200;

/** What has been received and which secrets are known, in a file that outlives the process. */
export class Received {
  readonly #journal: Journal<Entry>;
  #calls: ReceivedCall[] = [];
  #secrets: string[] = [];

  constructor(file: string) {
    this.#journal = Journal.open<Entry>(file, (entry) => this.#take(entry));
  }

  note(call: Omit<ReceivedCall, 'repeated'>): ReceivedCall {
    const noted = { ...call, repeated: this.#calls.some(({ id }) => id === call.id) };
    this.#write({ call: noted });
    return noted;
  }

  know(secrets: string[]): void {
    this.#write({ secrets });
  }

  clear(): void {
    this.#write({ cleared: true });
  }

  secrets(): readonly string[] {
    return this.#secrets;
  }

  /** Newest first. */
  summary(): { total: number; unique: number; calls: ReceivedCall[] } {
    const unique = new Set(this.#calls.map(({ id }) => id)).size;
    return { total: this.#calls.length, unique, calls: this.#calls.slice(-SHOWN).toReversed() };
  }

  close(): void {
    this.#journal.close();
  }

  #write(entry: Entry): void {
    this.#journal.append(entry);
    this.#take(entry);
  }

  #take(entry: Entry): void {
    if ('call' in entry) this.#calls.push(entry.call);
    else if ('secrets' in entry) this.#secrets = entry.secrets;
    else this.#calls = [];
  }
}
