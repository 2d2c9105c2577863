import type { Hand, Post } from '@gradus/activities';
import { newClaim } from './claim-message.ts';

/** Delivers one message that its turn has claimed, and what else is due. Errors are reported, not thrown away. */
export type Carrier = (handed: { messageId: string; claim: string }, goOn: () => boolean) => Promise<void>;

/**
 * Hands that take messages from turns of this process: one each, so that what is claimed is what is being delivered, and a
 * worker that dies leaves no more claims behind than it has hands. None until `open`.
 */
export class Hands implements Post {
  readonly #carried = new Set<Promise<void>>();
  #free = 0;
  #open = false;
  #carrier: Carrier | null = null;

  open(count: number, carrier: Carrier): void {
    this.#free = count;
    this.#open = true;
    this.#carrier = carrier;
  }

  hand(): Hand | null {
    const carrier = this.#carrier;
    if (!carrier || !this.#open || this.#free === 0) return null;
    this.#free -= 1;
    const claim = newClaim();
    const free = () => {
      this.#free += 1;
    };
    return {
      claim,
      free,
      carry: (messageId) => {
        const carried = carrier({ messageId, claim }, () => this.#open).finally(() => {
          free();
          this.#carried.delete(carried);
        });
        this.#carried.add(carried);
      },
    };
  }

  /** Takes no more, and ends when what is in hand is delivered. */
  async close(): Promise<void> {
    this.#open = false;
    while (this.#carried.size > 0) await Promise.allSettled(this.#carried);
  }
}
