import { type BulkDetail, INSTRUCTORS_MAY_ORDER, type Role, type RunOrder } from '@gradus/contracts';
import type { Effects } from './effects-choice.tsx';
import type { PutOff } from './put-off.ts';

export type BulkName = 'retry' | 'skip' | 'move' | 'releaseNow' | 'postpone' | 'pause' | 'resume' | 'exit';

const BULK_NAMES: { value: BulkName; label: string; hint?: string }[] = [
  { value: 'retry', label: 'Retry', hint: 'Blocked steps are tried again' },
  { value: 'skip', label: 'Skip the step' },
  { value: 'move', label: 'Move to another step' },
  { value: 'releaseNow', label: 'Go on now', hint: 'A wait ends, a module opens' },
  { value: 'postpone', label: 'Put off', hint: 'They wait longer' },
  { value: 'pause', label: 'Pause' },
  { value: 'resume', label: 'Resume' },
  { value: 'exit', label: 'End the run', hint: 'For good' },
];

/** What somebody of this role may order for many. */
export const namesFor = (role: Role | undefined) =>
  BULK_NAMES.filter(
    ({ value }) => role !== 'instructor' || (INSTRUCTORS_MAY_ORDER as readonly string[]).includes(value),
  );

/** Ops and admins order for anybody, instructors for the people of an automation of a course. */
export const mayOrderMany = (role: Role | undefined, ofCourse: boolean) =>
  role === 'ops' || role === 'admin' || (role === 'instructor' && ofCourse);

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
  /** By which way out of their step they go on; null: by the first. */
  port: string | null;
}

/** Null while something of it is still open. */
export function orderOf({ name, to, effects, putOff, port }: OrderDraft): RunOrder | null {
  if (name === 'move') return to === null ? null : { name, to, effects };
  if (name === 'postpone') return putOff === null ? null : { name, to: putOff };
  if (name === 'skip') return { name, ...(port === null ? {} : { port }) };
  return name === 'retry' ? { name, effects } : { name };
}
