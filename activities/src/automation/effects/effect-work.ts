import type { EntityManager } from 'typeorm';
import type { BellTarget } from '@gradus/temporal';
import type { ActivityParts } from '../../activity-parts.ts';
import type { ClaimedEffect } from '../../ledger/claim.ts';

/** A claimed effect of a run, with what its step says in the version that planned it. */
export interface RunEffect extends ClaimedEffect {
  runId: string;
  /** The config of the step, in the shape of its kind. */
  config: unknown;
  /** Variables as they were when it was decided. */
  given: Readonly<Record<string, string | number | boolean>>;
  /** The turn that planned it does it, and holds the locks of that turn. */
  inTurn?: boolean;
}

/** What the ledger keeps of a done effect. `result` reaches the step that waits for it, and the steps behind. */
export interface EffectDone {
  outcome: Record<string, unknown> & { result?: Record<string, string | number | boolean> };
  /** Rung after the commit: a domain process that was opened, say. */
  ring?: BellTarget;
}

/**
 * How one kind of effect is done. `call` touches the world with `effect.outwardKey` as idempotency key, `settle` writes the
 * business rows in one transaction with the ledger. Either may run again after a crash: the claim is the fence.
 */
export interface EffectWork<Answer = unknown> {
  /** It touches nothing but our own rows and is quick: the turn that plans it does it, without `call`. */
  inTurn?: boolean;
  /** Its outcome counts as of the moment it was decided on, not of the moment it was carried out: it takes no time. */
  asOfDecision?: boolean;
  /**
   * An attempt may have moved money, and only asking the provider tells. When its step is left, what was begun is not
   * called off but seen through to its outcome, and `undo` takes it back.
   */
  keptOnceBegun?: boolean;
  /** The call's own time limit plus a little: after it somebody else may claim. */
  claimSeconds: number;
  call(parts: ActivityParts, effect: RunEffect, signal: AbortSignal): Promise<Answer>;
  settle(manager: EntityManager, effect: RunEffect, answer: Answer): Promise<EffectDone>;
  /**
   * Finds out what became of it, and does nothing: a person says that it happened, and may have found it at the provider
   * under an id of theirs; or that it did not, which is believed only where nothing is found. What is found is settled as if
   * `call` had answered it.
   *
   * @throws EffectUnconfirmedError the provider knows nothing of it
   */
  confirm?(parts: ActivityParts, effect: RunEffect, reference: string | null): Promise<Answer>;
  /** A person says that it did not happen, and nothing was found: what was promised for it is free again. */
  notHappened?(parts: ActivityParts, effect: RunEffect): Promise<void>;
  /**
   * The compensation for a success that came after the step had been left, in the transaction of the turn: rows alone, or
   * an effect planned that undoes it outside. Answers whom to ring after the commit, if anybody. False, or none declared:
   * it stands, and ops are told.
   */
  undo?(manager: EntityManager, effect: LateEffect): Promise<boolean | BellTarget>;
}

/** A done effect whose step had been left. */
export interface LateEffect {
  organizationId: string;
  runId: string;
  key: string;
  /** What `settle` answered. */
  outcome: Record<string, unknown>;
}
