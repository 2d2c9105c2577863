import { type ActivityOptions, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '@gradus/activities';
import type { Retries } from '@gradus/contracts/processes';

/** Database work of a few milliseconds, inside the workflow task: one marker in the history. */
export const local = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10s',
  scheduleToCloseTimeout: '20s',
  retry: { initialInterval: '100ms', maximumInterval: '2s', maximumAttempts: 5 },
});

/** The same functions while the database is away: three events in the history for the whole outage. */
export const patient = proxyActivities<Activities>({
  startToCloseTimeout: '20s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '60s' },
});

/**
 * What touches the world through the ledger. Retried with growing pauses for as long as the setting says; pause and end
 * come from the activity, which counts from the first try: time in which no worker was there spends nothing. The activity
 * id is the ledger key, so that ops can have it tried again at once.
 */
export const effects = (retries: Retries, activityId: string) =>
  proxyActivities<Activities>({ activityId, ...attempts(retries) });

/** What only asks a provider: no ledger counts its tries, so the time is up when it is up. */
export const questions = (retries: Retries, activityId: string) =>
  proxyActivities<Activities>({
    activityId,
    scheduleToCloseTimeout: `${retries.horizonSeconds}s`,
    ...attempts(retries),
  });

function attempts(
  retries: Retries,
): Pick<ActivityOptions, 'startToCloseTimeout' | 'heartbeatTimeout' | 'retry'> {
  return {
    startToCloseTimeout: '90s',
    heartbeatTimeout: '15s',
    retry: {
      initialInterval: '1s',
      backoffCoefficient: 2,
      maximumInterval: `${retries.maxIntervalSeconds}s`,
    },
  };
}
