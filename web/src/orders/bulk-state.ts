import type { BulkDetail } from '@gradus/contracts';
import type { StatusLook } from '../ui/status.tsx';

interface SaidState {
  look: StatusLook;
  word: string;
}

const STATES: Record<BulkDetail['state'], SaidState> = {
  open: { look: 'running', word: 'Under way' },
  paused: { look: 'held', word: 'Paused' },
  stopped: { look: 'idle', word: 'Stopped' },
  done: { look: 'done', word: 'Done' },
};

/** How an order to many stands. One that is over and that was refused did nothing, or a part: that is not called done. */
export function sayState({ state, items, total }: Pick<BulkDetail, 'state' | 'items' | 'total'>): SaidState {
  if (state !== 'done' || items.refused === 0) return STATES[state];
  return items.refused === total
    ? { look: 'failed', word: 'Refused by all' }
    : { look: 'held', word: 'Done in part' };
}
