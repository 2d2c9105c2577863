import { routeNext } from '../outbox/route-event.ts';
import type { School } from './school.ts';

/** Tells every event that waits to whom it concerns, one after the other, as the router does. */
export async function routeAll({ dataSource, parts }: School): Promise<void> {
  for (let routed = await routeNext(dataSource, parts.parts.plans); routed;)
    routed = await routeNext(dataSource, parts.parts.plans);
}
