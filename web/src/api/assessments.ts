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
    onSuccess: (_submission, _body, _result, { client }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: assessmentKeys.detail(assessmentId) }),
        client.invalidateQueries({ queryKey: courseKeys.progress(courseId) }),
      ]),
  });
}
