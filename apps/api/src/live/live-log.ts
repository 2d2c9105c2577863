import { randomBytes } from 'node:crypto';

/** Topics that are remembered; of more, those that have been quiet for longest are forgotten. */
const REMEMBERED = 20_000;
const POSITION = /^([\w-]{8})\.(\d{1,15})$/;

/**
 * What this process has heard, so that a page that was away for a moment can be told what it missed, and nothing else. A position is
 * good in the process that gave it out and while nothing may have been overheard since.
 */
export class LiveLog {
  readonly #most: number;
  #epoch = newEpoch();
  #seq = 0;
  /** Positions before this one are too old. */
  #floor = 0;
  /** Topic -> when it was heard last, in that order. */
  readonly #last = new Map<string, number>();

  constructor(most = REMEMBERED) {
    this.#most = most;
  }

  /** How much was heard: what an event carries as its id. */
  get position(): string {
    return `${this.#epoch}.${this.#seq}`;
  }

  get seq(): number {
    return this.#seq;
  }

  hear(topic: string): void {
    this.#last.delete(topic);
    this.#last.set(topic, ++this.#seq);
    if (this.#last.size <= this.#most) return;
    const [oldest] = this.#last;
    this.#last.delete(oldest![0]);
    this.#floor = oldest![1];
  }

  /** Something may have been overheard: no position from before can be gone on from. */
  forget(): void {
    this.#epoch = newEpoch();
    this.#last.clear();
    this.#floor = this.#seq;
  }

  /** The topics heard after a position; null when that cannot be told: it is too old, or another process gave it out. */
  since(position: string): Set<string> | null {
    const [, epoch, text] = POSITION.exec(position) ?? [];
    const seq = Number(text);
    if (epoch !== this.#epoch || seq < this.#floor || seq > this.#seq) return null;
    const heard = [...this.#last].filter(([, at]) => at > seq).map(([topic]) => topic);
    return new Set(heard);
  }
}

const newEpoch = () => randomBytes(6).toString('base64url');
