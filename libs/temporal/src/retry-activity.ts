import type { Client } from '@temporalio/client';

/**
 * Asks Temporal to try an activity again at once instead of after its pause. Best effort: when the activity is not in a
 * pause, its workflow is gone or Temporal is away, nothing happens and the answer is false.
 */
export async function retryActivityNow(
  client: Client,
  { workflowId, activityId }: { workflowId: string; activityId: string },
): Promise<boolean> {
  try {
    await client.withDeadline(Date.now() + 4_000, () =>
      client.workflowService.resetActivity({
        namespace: client.options.namespace,
        execution: { workflowId },
        id: activityId,
      }),
    );
    return true;
  } catch {
    return false;
  }
}
