import type { EnrollmentState } from '@gradus/contracts';
import { Status } from '../ui/status.tsx';
import type { StatusLook } from '../ui/status.tsx';

const states: Record<EnrollmentState, { look: StatusLook; word: string }> = {
  invited: { look: 'idle', word: 'Invited' },
  pending: { look: 'waiting', word: 'Payment awaited' },
  active: { look: 'running', word: 'Active' },
  paused: { look: 'held', word: 'Paused' },
  completed: { look: 'done', word: 'Completed' },
  expired: { look: 'idle', word: 'Expired' },
  withdrawn: { look: 'idle', word: 'Withdrawn' },
  revoked: { look: 'failed', word: 'Revoked' },
};

/** How a place in a course stands, for staff. */
export function EnrollmentStatus({ state }: { state: EnrollmentState }) {
  return <Status look={states[state].look}>{states[state].word}</Status>;
}
