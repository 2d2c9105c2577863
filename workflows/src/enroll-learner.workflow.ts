import type { ProcessInput } from '@gradus/contracts/processes';
import { patiently } from './patiently.ts';
import { Rings } from './rings.ts';

/**
 * Enrols one learner: keeps the seat, waits for the payment where one is due, gives the right and starts the journey;
 * an unpaid seat is given back. Promises: paid is enrolled.
 *
 * Woken by a bell (the order was paid) or once an hour. Started again from the top it finds in its rows where it was.
 */
export async function enrollLearner({ processId }: ProcessInput): Promise<void> {
  const rings = new Rings();
  for (;;) {
    rings.clear();
    const seat = await patiently('lookAtSeat', { processId });
    if (seat.next === 'end') return;
    if (seat.next === 'activate') return await patiently('activateSeat', { processId });
    if (seat.next === 'release') return await patiently('releaseSeat', { processId });
    await patiently('openOrder', { processId });
    await rings.next(seat.waitMs);
  }
}
