import { EnrollmentState } from '@gradus/contracts';
import type { StatusLook } from '../ui/status.tsx';

/** How a place in a course stands, for staff; learners read other words. */
export const staffWords: Record<EnrollmentState, { look: StatusLook; word: string }> = {
  invited: { look: 'idle', word: 'Invited' },
  pending: { look: 'waiting', word: 'Payment awaited' },
  active: { look: 'running', word: 'Active' },
  paused: { look: 'held', word: 'Paused' },
  completed: { look: 'done', word: 'Completed' },
  expired: { look: 'idle', word: 'Expired' },
  withdrawn: { look: 'idle', word: 'Withdrawn' },
  revoked: { look: 'failed', word: 'Revoked' },
};

/** In the middle of a line. */
export function enrollmentWord(state: string): string {
  const known = EnrollmentState.safeParse(state).data;
  return known === undefined ? state : staffWords[known].word.toLowerCase();
}
