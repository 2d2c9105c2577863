import type { SubmissionDetail, SubmissionState } from '@gradus/contracts';
import type { StatusLook } from '../../../ui/status.tsx';

const words: Record<SubmissionState, { word: string; look: StatusLook }> = {
  draft: { word: 'Draft', look: 'idle' },
  submitted: { word: 'Handed in', look: 'waiting' },
  grading: { word: 'Being graded', look: 'waiting' },
  in_review: { word: 'With your instructor', look: 'waiting' },
  graded: { word: 'Graded', look: 'done' },
  blocked: { word: 'Grading is late', look: 'held' },
};

export function submissionWords({ state, grade }: SubmissionDetail): { word: string; look: StatusLook } {
  if (!grade) return words[state];
  const percentage = `${Math.round(grade.percentage)}%`;
  return grade.passed
    ? { word: `Passed with ${percentage}`, look: 'done' }
    : { word: `Not passed, ${percentage}`, look: 'failed' };
}

export function isUnderWay({ state }: Pick<SubmissionDetail, 'state'>): boolean {
  return state === 'submitted' || state === 'grading' || state === 'in_review' || state === 'blocked';
}
