import type { EnrollmentSubmissions, GivenGrade, GradedSubmission } from '@gradus/contracts';

/** A submission with its grades, and where it belongs. */
export interface GradedWork {
  submission: GradedSubmission;
  item: EnrollmentSubmissions['items'][number];
  work: EnrollmentSubmissions;
}

export const sayGrade = ({ percentage, passed }: Pick<GivenGrade, 'percentage' | 'passed'>) =>
  `${percentage} %, ${passed ? 'passed' : 'not passed'}`;
