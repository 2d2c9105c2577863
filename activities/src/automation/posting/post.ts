/** Who delivers messages in this process. A turn asks it whether a hand is free before it queues one. */
export interface Post {
  /** A hand for one message, until it is given `carry` or `free`; null: all are busy. */
  hand(): Hand | null;
}

/** Takes one message whose row says that it is claimed by `claim`. */
export interface Hand {
  /** New for each. */
  readonly claim: string;
  /** The row is committed: deliver it. */
  carry(messageId: string): void;
  /** There is no such row. */
  free(): void;
}

/** How long a message may be in somebody's hand; longer than the mail server's time-outs. */
export const CLAIM_SECONDS = 45;
