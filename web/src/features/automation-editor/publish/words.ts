import type { MoveKind, PlannedStep } from '@gradus/contracts';
import type { StepChoice } from '@gradus/flow';

/** "1 learner", "3 learners". */
export const plural = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;

export const CHOICES: Record<StepChoice['do'], string> = {
  keep: 'Stay on their version',
  follow: 'Go over, dates as given',
  retime: 'Go over, date counted anew',
  redirect: 'Go to another step',
  exit: 'Their way ends',
};

export const FATES: Record<PlannedStep['fate'], string> = {
  removed: 'taken out',
  replaced: 'another kind of step now',
  timed: 'another time',
  changed: 'changed',
  same: 'as it was',
};

/** What became of a position, after "1 learner" or "3 learners". */
export const MOVES: Record<MoveKind, [one: string, many: string]> = {
  followed: ['goes over', 'go over'],
  retimed: ['goes over with a date counted anew', 'go over with a date counted anew'],
  redirected: ['is sent to another step', 'are sent to another step'],
  marked: ['goes over at the next step', 'go over at their next step'],
  kept: ['stays on the old version', 'stay on the old version'],
  exited: ['is let go', 'are let go'],
};
