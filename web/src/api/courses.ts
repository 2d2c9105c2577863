import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import {
  CourseDetail,
  CourseProgress,
  CourseSummary,
  EnrollmentStarted,
  LessonDetail,
  page,
} from '@gradus/contracts';
import { query, request } from './http.ts';

export const courseKeys = {
  all: ['courses'] as const,
  list: () => ['courses', 'list'] as const,
  detail: (courseId: string) => ['courses', 'detail', courseId] as const,
  progress: (courseId: string) => ['courses', 'progress', courseId] as const,
  lesson: (lessonId: string) => ['courses', 'lesson', lessonId] as const,
};

const CoursePage = page(CourseSummary);

export const coursesQuery = infiniteQueryOptions({
  queryKey: courseKeys.list(),
  queryFn: ({ pageParam, signal }) =>
    request(`/api/courses${query({ cursor: pageParam })}`, { answer: CoursePage, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
});

export const courseQuery = (courseId: string) =>
  queryOptions({
    queryKey: courseKeys.detail(courseId),
    queryFn: ({ signal }) => request(`/api/courses/${courseId}`, { answer: CourseDetail, signal }),
  });

export const progressQuery = (courseId: string) =>
  queryOptions({
    queryKey: courseKeys.progress(courseId),
    queryFn: ({ signal }) => request(`/api/courses/${courseId}/progress`, { answer: CourseProgress, signal }),
  });

export const lessonQuery = (lessonId: string) =>
  queryOptions({
    queryKey: courseKeys.lesson(lessonId),
    queryFn: ({ signal }) => request(`/api/lessons/${lessonId}`, { answer: LessonDetail, signal }),
  });

export function useEnroll(courseId: string) {
  return useMutation({
    mutationFn: () => request(`/api/courses/${courseId}/enroll`, { body: {}, answer: EnrollmentStarted }),
    onSettled: (_answer, _error, _input, _result, { client }) =>
      client.invalidateQueries({ queryKey: courseKeys.all }),
  });
}

/** A lesson done, or (without a lesson) the course. */
export function useRecordCompletion(courseId: string) {
  return useMutation({
    mutationFn: (lessonId?: string) =>
      request(`/api/courses/${courseId}/complete`, { body: lessonId ? { lessonId } : {} }),
    onSuccess: (_answer, lessonId, _result, { client }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: courseKeys.progress(courseId) }),
        client.invalidateQueries({ queryKey: courseKeys.list() }),
        lessonId ? client.invalidateQueries({ queryKey: courseKeys.lesson(lessonId) }) : null,
      ]),
  });
}
