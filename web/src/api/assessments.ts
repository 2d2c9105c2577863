import { queryOptions, useMutation } from '@tanstack/react-query';
import { AssessmentDetail, DraftSaved, SubmissionDetail } from '@gradus/contracts';
import type { z } from 'zod';
import { courseKeys } from './courses.ts';
import { request } from './http.ts';

export const assessmentKeys = {
  detail: (assessmentId: string) => ['assessments', assessmentId] as const,
};

export const assessmentQuery = (assessmentId: string) =>
  queryOptions({
    queryKey: assessmentKeys.detail(assessmentId),
    queryFn: ({ signal }) =>
      request(`/api/assessments/${assessmentId}`, { answer: AssessmentDetail, signal }),
  });

export function saveDraft(assessmentId: string, body: string): Promise<z.infer<typeof DraftSaved>> {
  return request(`/api/assessments/${assessmentId}/draft`, {
    method: 'PUT',
    body: { body },
    answer: DraftSaved,
  });
}

export function useHandIn(assessmentId: string, courseId: string) {
  return useMutation({
    mutationFn: (body: string) =>
      request(`/api/assessments/${assessmentId}/submissions`, { body: { body }, answer: SubmissionDetail }),
    onSuccess: (submission, _body, _result, { client }) => {
      const { queryKey } = assessmentQuery(assessmentId);
      client.setQueryData(queryKey, (now) => now && withSubmission(now, submission));
      void client.invalidateQueries({ queryKey });
      void client.invalidateQueries({ queryKey: courseKeys.progress(courseId) });
    },
  });
}

/** Shown at once; whether another attempt is possible, the server says with the next reading. */
function withSubmission(assessment: AssessmentDetail, submission: SubmissionDetail): AssessmentDetail {
  const others = assessment.submissions.filter(({ id }) => id !== submission.id);
  return { ...assessment, canSubmit: false, reason: null, submissions: [submission, ...others] };
}
