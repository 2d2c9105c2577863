import type { StepId } from './definition.ts';
import type { EffectKind } from './effect-kinds.ts';
import type { Instant } from './instant.ts';
import type { RunOutcome, StepProblem, TokenStatus } from './state.ts';

/** Who or what let a token out of a step; `skipped` is an operator's doing (skip, or release now). */
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
      problem: StepProblem | null;
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
  | { type: 'effect'; at: Instant; key: string; stepId: StepId; visit: number; kind: EffectKind; try: number }
  | { type: 'cancel'; at: Instant; key: string }
  /** The last command of a run. Outcome `exited`: the driver also cancels what is undelivered or only planned. */
  | { type: 'finished'; at: Instant; outcome: RunOutcome; reason: string | null }
  /** The answer to an operator, written on their inbox row. */
  | { type: 'answered'; at: Instant; id: string; accepted: boolean; detail: string };
