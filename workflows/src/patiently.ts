import { ActivityFailure, TimeoutFailure, isCancellation } from '@temporalio/workflow';
import type { Activities } from '@gradus/activities';
import { RETRIES_SPENT } from '@gradus/contracts/processes';
import { local, patient } from './activity-proxies.ts';

type Name = keyof Activities;

/**
 * Runs a piece of database work as a local activity and, should that fail (as good as always: the connection is gone),
 * as an ordinary one that waits the outage out.
 */
export async function patiently<N extends Name>(
  name: N,
  input: Parameters<Activities[N]>[0],
): Promise<Awaited<ReturnType<Activities[N]>>> {
  const work = local[name] as (argument: typeof input) => Promise<Awaited<ReturnType<Activities[N]>>>;
  const workPatiently = patient[name] as typeof work;
  try {
    return await work(input);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return await workPatiently(input);
  }
}

/** Why an effect's activity ended for good. `definitive`: it surely did not happen. */
export function failureOf(error: unknown): { code: string; detail: string; definitive: boolean } {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure)
    return {
      code: RETRIES_SPENT,
      detail: 'It was tried for as long as the setting allows.',
      definitive: false,
    };
  const type =
    cause && typeof cause === 'object' && 'type' in cause && typeof cause.type === 'string'
      ? cause.type
      : null;
  const nonRetryable = Boolean(
    cause && typeof cause === 'object' && 'nonRetryable' in cause && cause.nonRetryable,
  );
  return {
    code: type ?? 'effect.failed',
    detail: cause instanceof Error ? cause.message : 'The effect failed.',
    definitive: nonRetryable && type !== RETRIES_SPENT,
  };
}
