import type { EnrollmentState } from '@gradus/contracts';
import type { StatusLook } from '../../ui/status.tsx';

export const enrollmentWords: Record<EnrollmentState, { word: string; look: StatusLook }> = {
  invited: { word: 'Invited', look: 'waiting' },
  pending: { word: 'Payment is missing', look: 'waiting' },
  active: { word: 'Studying', look: 'running' },
  paused: { word: 'Paused', look: 'held' },
  completed: { word: 'Completed', look: 'done' },
  expired: { word: 'Ended', look: 'idle' },
  withdrawn: { word: 'Left', look: 'idle' },
  revoked: { word: 'Ended', look: 'idle' },
};

/** Whether the person has, or is about to have, a place in the course. */
export function hasPlace(state: EnrollmentState | undefined): boolean {
  return state !== undefined && !['expired', 'withdrawn', 'revoked'].includes(state);
}

/** Whether there is anything to tell about a place: also that it was taken away, and why. */
export function hasOrHadPlace(state: EnrollmentState | undefined): boolean {
  return hasPlace(state) || state === 'revoked';
}

/** Whether the weeks are there to be studied. */
export function studies(state: EnrollmentState | undefined): boolean {
  return state === 'active' || state === 'paused' || state === 'completed';
}
