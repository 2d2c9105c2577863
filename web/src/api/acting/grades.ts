import { queryOptions, useMutation } from '@tanstack/react-query';
import { EnrollmentSubmissions, GradeChanged } from '@gradus/contracts';
import type { ChangeGrade } from '@gradus/contracts';
import type { z } from 'zod';
import { request } from '../http.ts';
import { teachingKeys } from '../teaching.ts';

export const gradeKeys = {
  submissions: (enrollmentId: string) => ['enrollments', enrollmentId, 'submissions'] as const,
};

/** All that a learner has handed in, with every grade it was given. */
export const enrollmentSubmissionsQuery = (enrollmentId: string) =>
  queryOptions({
    queryKey: gradeKeys.submissions(enrollmentId),
    queryFn: ({ signal }) =>
      request(`/api/enrollments/${enrollmentId}/submissions`, { answer: EnrollmentSubmissions, signal }),
  });

interface Graded {
  submissionId: string;
  enrollmentId: string;
  courseId: string;
}

export function useChangeGrade({ submissionId, enrollmentId, courseId }: Graded) {
  return useMutation({
    // The dialog shows its errors itself.
    meta: { quiet: true },
    mutationFn: (body: z.input<typeof ChangeGrade>) =>
      request(`/api/submissions/${submissionId}/grades`, { body, answer: GradeChanged }),
    // Also when somebody else was faster: then their grade is the one to look at.
    onSettled: (_answer, _error, _body, _result, { client }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: gradeKeys.submissions(enrollmentId) }),
        client.invalidateQueries({ queryKey: teachingKeys.rosters(courseId) }),
      ]),
  });
}
