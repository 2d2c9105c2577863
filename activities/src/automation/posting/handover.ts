import type { Command } from '@gradus/flow';
import { workOf } from '../effects/registry.ts';
import type { Hand, Post } from './post.ts';

/** What a message is queued with when somebody has a hand free for it. */
export interface Handed {
  messageId: string;
  claim: string;
}

/**
 * The messages of one turn that are queued in the hand of whoever delivers them: claimed by the very statement that writes them.
 * They are told of when the turn is committed, and not at all when it is not.
 */
export class Handover {
  readonly #post: Post | null;
  readonly #hands: Array<{ hand: Hand; messageId: string }> = [];
  /** A message was queued that somebody else has to find. */
  left = false;

  constructor(post: Post | null) {
    this.#post = post;
  }

  /** For a message that may go out now; null: nobody has a hand free. */
  offer(messageId: string): Handed | null {
    const hand = this.#post?.hand() ?? null;
    if (!hand) return null;
    this.#hands.push({ hand, messageId });
    return { messageId, claim: hand.claim };
  }

  /** The turn is committed. */
  carry(): void {
    for (const { hand, messageId } of this.#hands.splice(0)) hand.carry(messageId);
  }

  /** The turn is not. What was committed all the same is claimed for a while, and then found by others. */
  callOff(): void {
    for (const { hand } of this.#hands.splice(0)) hand.free();
  }
}

const TAKES_BACK: ReadonlySet<Command['type']> = new Set([
  'cancel',
  'hold',
  'unhold',
  'drop',
  'settled',
  'late',
]);

/**
 * Whether none of these, and nothing that may follow from them in the same turn, touches a message that they queue: what is
 * in somebody's hand is no longer called off.
 */
export function isCalm(commands: readonly Command[]): boolean {
  return commands.every((command) => {
    if (command.type === 'finished' || command.type === 'ending') return command.outcome !== 'exited';
    if (command.type === 'effect') return workOf(command.kind)?.inTurn !== true;
    return !TAKES_BACK.has(command.type);
  });
}
