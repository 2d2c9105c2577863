import type { StepId } from './definition.ts';
import type { Instant } from './instant.ts';
import type { RunOutcome, TokenStatus } from './state.ts';

/** What a person did to a run. `stepId`/`visit` name the token it is meant for; commands on a run as a whole omit them. */
export type OperatorCommand =
  | { name: 'retry'; stepId: StepId; visit: number }
  | { name: 'skip'; stepId: StepId; visit: number; port?: string }
  | { name: 'releaseNow'; stepId: StepId; visit: number }
  | { name: 'exit'; reason: string }
  | { name: 'pause' }
  | { name: 'resume' };

/** Everything that can move a run. `at` is its effective time; inputs are fed in that order. */
export type Input =
  | { kind: 'started'; at: Instant }
  | { kind: 'time'; at: Instant }
  | { kind: 'event'; at: Instant; id: string; type: string; data: Record<string, string | number | boolean> }
  | {
      kind: 'effect';
      at: Instant;
      key: string;
      outcome: 'done' | 'refused' | 'unknown';
      detail: { code: string; message: string } | null;
    }
  | { kind: 'command'; at: Instant; id: string; command: OperatorCommand };

/** Who or what let a token out of a step. */
export type LeaveReason = 'time' | 'event' | 'facts' | 'effect' | 'passed through' | 'skipped' | 'exited';

/** What the driver has to write. Everything an engine decides leaves it as one of these. */
export type Command =
  | { type: 'entered'; at: Instant; tokenId: number; stepId: StepId; visit: number; iteration: number }
  | {
      type: 'changed';
      at: Instant;
      stepId: StepId;
      visit: number;
      status: TokenStatus;
      deadline: Instant | null;
      problem: { code: string; detail: string } | null;
    }
  | { type: 'left'; at: Instant; stepId: StepId; visit: number; port: string | null; reason: LeaveReason }
  | { type: 'release'; at: Instant; stepId: StepId; visit: number; module: string }
  | {
      type: 'message';
      at: Instant;
      key: string;
      stepId: StepId;
      visit: number;
      category: 'transactional' | 'marketing';
      validUntil: Instant | null;
      /** The outcome comes back as an `effect` input. */
      awaited: boolean;
      try: number;
    }
  | { type: 'effect'; at: Instant; key: string; stepId: StepId; visit: number; kind: 'certify'; try: number }
  | { type: 'cancel'; at: Instant; key: string }
  /** Undelivered messages and planned effects of the run are cancelled by the driver. */
  | { type: 'finished'; at: Instant; outcome: RunOutcome; reason: string | null }
  /** The answer to an operator, written on their inbox row. */
  | { type: 'answered'; at: Instant; id: string; accepted: boolean; detail: string };
