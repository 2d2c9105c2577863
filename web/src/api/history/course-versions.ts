import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { CourseVersionChanges, CourseVersionSummary, page } from '@gradus/contracts';
import type { PublishCourseVersion } from '@gradus/contracts';
import { courseKeys } from '../courses.ts';
import { query, request } from '../http.ts';

const VersionPage = page(CourseVersionSummary);
const at = (courseId: string) => `/api/courses/${courseId}/versions`;

export const courseVersionsQuery = (courseId: string) =>
  infiniteQueryOptions({
    queryKey: [...courseKeys.detail(courseId), 'versions'] as const,
    queryFn: ({ pageParam, signal }) =>
      request(`${at(courseId)}${query({ cursor: pageParam })}`, { answer: VersionPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const courseVersionChangesQuery = (courseId: string, versionId: string) =>
  queryOptions({
    queryKey: [...courseKeys.detail(courseId), 'changes', versionId] as const,
    queryFn: ({ signal }) =>
      request(`${at(courseId)}/${versionId}/changes`, { answer: CourseVersionChanges, signal }),
  });

export function usePublishCourseVersion(courseId: string, versionId: string) {
  return useMutation({
    mutationFn: (body: PublishCourseVersion) =>
      request(`${at(courseId)}/${versionId}/publish`, { body, answer: CourseVersionSummary }),
    onSettled: (_answer, _error, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: courseKeys.all }),
  });
}
