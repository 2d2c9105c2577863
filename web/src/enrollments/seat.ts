import type { EnrollmentState, RosterEntry } from '@gradus/contracts';
import type { Seat } from '../api/acting/enrollments.ts';

/** A learner's place in a course, as staff act on it. */
export interface LearnerSeat extends Seat {
  /** Of the learner. */
  name: string;
  state: EnrollmentState;
  certificate: RosterEntry['certificate'];
}

export interface SeatDialogProps {
  seat: LearnerSeat;
  onClose(): void;
}
