import type { BulkDetail, RunOrder } from '@gradus/contracts';
import type { Effects } from './effects-choice.tsx';
import type { PutOff } from './put-off.ts';

export type BulkName = 'retry' | 'skip' | 'move' | 'releaseNow' | 'postpone' | 'pause' | 'resume' | 'exit';

export const BULK_NAMES: { value: BulkName; label: string; hint?: string }[] = [
  { value: 'retry', label: 'Retry', hint: 'Blocked steps are tried again' },
  { value: 'skip', label: 'Skip the step' },
  { value: 'move', label: 'Move to another step' },
  { value: 'releaseNow', label: 'Go on now', hint: 'A wait ends, a module opens' },
  { value: 'postpone', label: 'Put off', hint: 'They wait longer' },
  { value: 'pause', label: 'Pause' },
  { value: 'resume', label: 'Resume' },
  { value: 'exit', label: 'End the run', hint: 'For good' },
];

/** How an order to many is called in lists. */
export const ORDER_WORDS: Record<BulkDetail['order']['name'], string> = {
  retry: 'Retry',
  skip: 'Skip',
  move: 'Move',
  releaseNow: 'Go on now',
  settle: 'Settle',
  postpone: 'Put off',
  changeVariable: 'Change a variable',
  exit: 'End',
  pause: 'Pause',
  resume: 'Resume',
};

export interface OrderDraft {
  name: BulkName;
  to: string | null;
  effects: Effects;
  putOff: PutOff | null;
}

/** Null while something of it is still open. */
export function orderOf({ name, to, effects, putOff }: OrderDraft): RunOrder | null {
  if (name === 'move') return to === null ? null : { name, to, effects };
  if (name === 'postpone') return putOff === null ? null : { name, to: putOff };
  return name === 'retry' ? { name, effects } : { name };
}
