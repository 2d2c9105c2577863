import type { StepId, StepKind } from './definition.ts';
import type { EffectOutcome, EffectResult } from './inputs.ts';
import type { Instant } from './instant.ts';

/** The schema number this engine writes. Older states are brought up by `model/upgrades/state-upgrades.ts`, newer ones refused. */
export const STATE_SCHEMA = 3;

export type TokenStatus = 'running' | 'waiting' | 'blocked' | 'held';

/** Why a token is blocked. */
export interface StepProblem {
  /** Stable, `flow.…`: what kind of trouble. */
  code: string;
  /** A sentence for the operator. */
  detail: string;
  /** The code the effect itself gave (a provider's, say), to group by. */
  cause?: string;
}

/** What pausing put aside, so that resuming loses nothing. */
export interface HeldFrom {
  /** `running`: it was set down here during the pause and has not begun. */
  status: TokenStatus;
  /** Milliseconds that were left until the deadline. */
  deadlineLeft: number | null;
  /** The event it waits for came meanwhile. */
  heard: boolean;
  /** What became of its effect meanwhile. */
  outcome: {
    outcome: EffectOutcome;
    detail: { code: string; message: string } | null;
    result: EffectResult;
  } | null;
}

/** What becomes of a token once it leaves its step: decided by a migration that leaves it alone until then. */
export type NextVersion =
  | { versionId: string; do: 'follow' }
  | { versionId: string; do: 'redirect'; to: StepId }
  | { versionId: string; do: 'exit' };
/** One block a token is inside of: which visit of the step that opened it, and on which of its ways. */
export interface Frame {
  stepId: StepId;
  visit: number;
  /** A port of the step, or the key of a module. */
  way: string;
}

/** A block that was opened and whose join has let nobody on yet. */
export interface OpenBlock {
  readonly stepId: StepId;
  readonly visit: number;
  /** All its ways, in the order in which they begin. */
  readonly ways: readonly string[];
  /** Its ways run beside one another, not one after the other. */
  readonly atOnce: boolean;
  /** How many of them have begun. */
  readonly begun: number;
  /** Of ways that run one after the other, those that have come to the join. */
  readonly arrived: readonly string[];
  /** Of such ways: how often steps that act had been visited when the present one began; left out: none had. */
  readonly before?: Readonly<Record<StepId, number>>;
}

/** A position in a run. */
export interface Token {
  id: number;
  versionId: string;
  stepId: StepId;
  /** The how-manieth time this run is at this step, from 1, across versions. */
  visit: number;
  /** The blocks it is inside of, outermost first. */
  scope: readonly Frame[];
  /** How many back edges it has come over. */
  iteration: number;
  status: TokenStatus;
  enteredAt: Instant;
  /** When the present try of the step began: on entering, then at each retry. Durations count from here. */
  triedAt: Instant;
  /** When time alone moves it on. */
  deadline: Instant | null;
  /** An operator put it off: time alone moves it on no earlier than this. */
  notBefore: Instant | null;
  /** The ledger key of the effect it waits for. */
  effectKey: string | null;
  /** Outward key = effect key + try; rises only after a definitive refusal. */
  try: number;
  /** Why it is blocked, as data. */
  problem: StepProblem | null;
  /** What it was before it was held, so that resume can restore it. */
  heldFrom: HeldFrom | null;
  /** Absent: it stays on its version. */
  next?: NextVersion;
}

/**
 * An effect whose key another visit (of this run, or of the run it was started again from) has made: the step's next effect
 * goes by that key, so that the ledger sees what was done.
 */
export interface CarriedEffect {
  /** Left out: this run. */
  runId?: string;
  /** The visit that the key names. */
  visit: number;
  /** The visit that has taken it over; null: none yet. */
  takenBy: number | null;
}

/** One effect that a pause holds back. */
export interface HeldEffect {
  key: string;
  stepId: StepId;
  visit: number;
  /** When it would have gone out. */
  at: Instant;
  /** A message that nobody waits for may be left out when the pause is over; anything else may not. */
  droppable: boolean;
  validUntil: Instant | null;
}

export type RunOutcome = 'completed' | 'ended' | 'exited';

/** An effect whose step was left before its outcome was known. The run is not finished before each of these is settled. */
export interface LeftEffect {
  /** The ledger key. */
  key: string;
  stepId: StepId;
  visit: number;
  /** What the step is: later versions may have it no longer. A state of before does not say. */
  kind?: StepKind;
  /** Doing it is still right: what the step waited for came about in another way. */
  welcome: boolean;
  /** It may have happened, and nobody knows: the receiver or a person has to say. */
  unknown: boolean;
}

/**
 * All a run remembers. Ids only: nothing personal, nothing big. Its records and lists but `tokens` are shared between the
 * states of a run, so they are read-only: a change puts another in their place.
 */
export interface RunState {
  schema: number;
  runId: string;
  /** What the run last released, whatever its place in the course. */
  lastRelease: { module: string; at: Instant } | null;
  /** When this run opened which module: holds also while the facts at hand were read before it did. */
  releases: Readonly<Record<string, Instant>>;
  startedAt: Instant;
  /** Where it begins when it was started over from a chosen step; null: at the trigger. */
  startsAt: StepId | null;
  /** Effective time of the last input taken: nothing is ever decided before it. */
  clock: Instant;
  tokens: Token[];
  nextTokenId: number;
  blocks: readonly OpenBlock[];
  visits: Readonly<Record<StepId, number>>;
  /** How often a counted way back was taken since it was last done; a key names the step and the blocks around it. */
  rounds: Readonly<Record<string, number>>;
  /** When the run came last to a step that some wait counts from. */
  entered: Readonly<Record<StepId, Instant>>;
  /** When what a step waits for happened last, for waits that also count what came before them. */
  heard: Readonly<Record<StepId, Instant>>;
  /** A way of the run that no join waits for has ended as completed: then so does the run. */
  completed: boolean;
  /** When the goals have to be looked at again although nothing happens; null: nothing changes by time alone. */
  lookAt: Instant | null;
  vars: Readonly<Record<string, string | number | boolean>>;
  /** Effects of earlier visits that are not to be done again, by step. Usually empty. */
  carried: Readonly<Record<StepId, CarriedEffect>>;
  /** Its clocks stand still. */
  paused: boolean;
  /** Its clocks run, and this is what it would have sent and done meanwhile; null: nothing is held back. */
  holding: readonly HeldEffect[] | null;
  /** Who paused it, while it is `paused` or `holding`: an operator this run alone, or all of the automation. */
  pausedBy: 'run' | 'automation' | null;
  /** Every pause so far, oldest first; `until` is null while it lasts. Time spent paused counts for no relative date. */
  pauses: ReadonlyArray<Readonly<{ from: Instant; until: Instant | null }>>;
  /** What is still under way from steps that were left, oldest first. */
  leftEffects: ReadonlyArray<Readonly<LeftEffect>>;
  /** How the run ends as soon as `leftEffects` is empty: no token is left. */
  ending: { outcome: RunOutcome; reason: string | null } | null;
  finished: { at: Instant; outcome: RunOutcome; reason: string | null } | null;
}
