import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { EntityManager } from 'typeorm';
import { RETRIES_SPENT } from '@gradus/contracts';
import type { ActivityParts } from '../activity-parts.ts';
import {
  type Claim,
  type ClaimedEffect,
  claimEffect,
  closeClaimed,
  giveBack,
  holdClaim,
  settleEffect,
} from './claim.ts';
import { EffectUnconfirmedError, problemOf } from './problems.ts';

/** Well below the proxies' heartbeat time-out, by which Temporal notices a killed worker. */
const HEARTBEAT_MS = 4_000;

export interface LedgerWork<Answer> {
  key: string;
  /** The call's own time limit plus a little: after it somebody else may claim. */
  claimSeconds: number;
  /** It goes on although its step was left, if an attempt may have reached the provider. */
  keptOnceBegun?: boolean;
  /** The claim, where it was made already. */
  claim?: Claim;
  /** Touches the world, with `effect.outwardKey` as the idempotency key. Left out: all there is to do is a row. */
  call: (effect: ClaimedEffect, signal: AbortSignal) => Promise<Answer>;
  /** Writes the business rows, in one transaction with the ledger. Answers what the ledger keeps. */
  settle: (manager: EntityManager, effect: ClaimedEffect, answer: Answer) => Promise<Record<string, unknown>>;
}

/**
 * Does an effect once: claim, call with the outward key, then outcome, business rows and outbox in one transaction.
 * A settled effect returns at once, a claim held elsewhere is waited for, a definitive refusal is written down and not
 * retried; everything else is thrown for Temporal to try again, until the horizon has passed.
 */
export async function throughLedger<Answer>(parts: ActivityParts, work: LedgerWork<Answer>): Promise<void> {
  const claim = work.claim ?? (await claimEffect(parts.dataSource, work.key, work.claimSeconds, work));
  if (claim.state === 'settled') return;
  if (claim.state === 'busy')
    throw ApplicationFailure.create({
      type: 'effect.claimed-elsewhere',
      message: 'Another worker holds this effect.',
      nextRetryDelay: claim.forMs,
    });
  const { effect } = claim;
  const context = Context.current();
  const pulse = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    const answer = await work.call(effect, context.cancellationSignal);
    await parts.dataSource.transaction('READ COMMITTED', async (manager) => {
      if (!(await holdClaim(manager, effect))) throw new ClaimLostError(work.key);
      const outcome = await work.settle(manager, effect, answer);
      if (!(await settleEffect(manager, effect, outcome))) throw new ClaimLostError(work.key);
    });
  } catch (error) {
    if (error instanceof ClaimLostError) return;
    throw await writeDown(parts, effect, error);
  } finally {
    clearInterval(pulse);
  }
}

/** The claim lapsed while the call was under way; whoever has it now settles. */
class ClaimLostError extends Error {
  constructor(key: string) {
    super(`The claim on ${key} was lost.`);
  }
}

async function writeDown(
  parts: ActivityParts,
  effect: ClaimedEffect,
  error: unknown,
): Promise<ApplicationFailure> {
  const problem = problemOf(error);
  const doubtful = error instanceof EffectUnconfirmedError;
  if (problem.definitive || doubtful) {
    await closeClaimed(parts.dataSource, effect, doubtful ? 'unknown' : 'refused', problem);
    return ApplicationFailure.create({ type: problem.code, message: problem.detail, nonRetryable: true });
  }
  const { horizonSeconds, maxIntervalSeconds } = parts.retries;
  const pause = problem.retryAfterMs ?? pauseAfter(effect.attempt, maxIntervalSeconds);
  const spent = await giveBack(parts.dataSource, effect, problem, { retryInMs: pause, horizonSeconds });
  if (effect.processId)
    await parts.dataSource.query(
      `UPDATE processes SET attended_at = clock_timestamp(), problem_code = $2, problem_detail = $3,
              wake_at = clock_timestamp() + make_interval(secs => $4) WHERE id = $1 AND state = 'open'`,
      [effect.processId, problem.code, problem.detail.slice(0, 500), pause / 1000 + 60],
    );
  if (spent)
    return ApplicationFailure.create({ type: RETRIES_SPENT, message: problem.detail, nonRetryable: true });
  return ApplicationFailure.create({ type: problem.code, message: problem.detail, nextRetryDelay: pause });
}

/** 1 s, 2 s, 4 s ... up to the longest pause; with a little spread so that many do not come back at once. */
function pauseAfter(attempt: number, maxSeconds: number): number {
  const seconds = Math.min(maxSeconds, 2 ** Math.min(attempt - 1, 20));
  return Math.round(seconds * 1000 * (0.85 + Math.random() * 0.3));
}
