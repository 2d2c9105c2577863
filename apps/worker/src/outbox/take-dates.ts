import { followSchedules, takeDueDate } from '@gradus/database';
import { topics } from '@gradus/events';
import { processBell } from '@gradus/temporal';
import type { WorkerParts } from '../worker-parts.ts';

/**
 * Follows what was published, then takes the date that is due. Rows alone: a lost Temporal loses no date, and a worker that
 * was away makes up for what passed meanwhile, once. False: nothing to do.
 */
export async function takeDates({ parts }: Pick<WorkerParts, 'parts'>): Promise<boolean> {
  const followed = await followSchedules(parts.dataSource);
  const due = await takeDueDate(parts.dataSource);
  if (due === null) return followed;
  if (due.processId !== null) await parts.bells.tryRing(processBell('admitPeople', due.processId));
  await parts.live.publish([topics.automation(due.automationId)]);
  return true;
}
