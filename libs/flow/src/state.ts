import type { StepId } from './definition.ts';
import type { Instant } from './instant.ts';

/** The schema number this engine writes. Older states are brought up by `state-upgrades.ts`, newer ones refused. */
export const STATE_SCHEMA = 1;

export type TokenStatus = 'running' | 'waiting' | 'blocked' | 'held';

/** A position in a run. */
export interface Token {
  id: number;
  versionId: string;
  stepId: StepId;
  /** The how-manieth time this run is at this step, from 1, across versions. */
  visit: number;
  iteration: number;
  status: TokenStatus;
  enteredAt: Instant;
  /** When time alone moves it on. */
  deadline: Instant | null;
  /** The ledger key of the effect it waits for. */
  effectKey: string | null;
  /** Outward key = effect key + try; rises only after a definitive refusal. */
  try: number;
  /** Why it is blocked, as data. */
  problem: { code: string; detail: string } | null;
  /** What it was before it was held, so that resume can restore it. */
  heldFrom: { status: TokenStatus; deadlineLeft: number | null } | null;
}

/** All a run remembers. Ids only: nothing personal, nothing big. */
export interface RunState {
  schema: number;
  runId: string;
  /** What the token step last released, for `afterPreviousRelease`. */
  lastRelease: { module: string; at: Instant } | null;
  startedAt: Instant;
  /** Effective time of the last input taken: nothing is ever decided before it. */
  clock: Instant;
  tokens: Token[];
  nextTokenId: number;
  visits: Record<StepId, number>;
  vars: Record<string, string | number | boolean>;
  paused: boolean;
  finished: { at: Instant; outcome: RunOutcome; reason: string | null } | null;
}

export type RunOutcome = 'completed' | 'ended' | 'exited';
