import type { RunState } from '@gradus/flow';
import type { RunClock } from '../running/run-clock.ts';

/** A run that may wait for what others do, as it was read. */
export interface AwaitingRun {
  id: string;
  organizationId: string;
  userId: string;
  state: RunState;
  clock: RunClock;
  /** Real time. */
  now: Date;
}
