import { infiniteQueryOptions, keepPreviousData, useMutation } from '@tanstack/react-query';
import {
  AcceptedNotice,
  EnrollmentStarted,
  ReviewPage,
  RosterEntry,
  SimulatedLearnerStarted,
  page,
} from '@gradus/contracts';
import type { DecideReview, EnrollByHand, StartSimulatedLearner } from '@gradus/contracts';
import type { z } from 'zod';
import { query, request } from './http.ts';

export const teachingKeys = {
  rosters: (courseId: string) => ['teaching', 'roster', courseId] as const,
  roster: (courseId: string, search: string) => ['teaching', 'roster', courseId, search] as const,
  reviewQueue: () => ['teaching', 'review'] as const,
};

const RosterPage = page(RosterEntry);

export const rosterQuery = (courseId: string, search = '') =>
  infiniteQueryOptions({
    queryKey: teachingKeys.roster(courseId, search),
    queryFn: ({ pageParam, signal }) =>
      request(`/api/courses/${courseId}/roster${query({ search, cursor: pageParam })}`, {
        answer: RosterPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });

export const reviewQueueQuery = infiniteQueryOptions({
  queryKey: teachingKeys.reviewQueue(),
  queryFn: ({ pageParam, signal }) =>
    request(`/api/review-queue${query({ cursor: pageParam })}`, { answer: ReviewPage, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
});

/** These dialogs show their errors themselves. */
const meta = { quiet: true };

export function useEnrollByHand(courseId: string) {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof EnrollByHand>) =>
      request(`/api/courses/${courseId}/roster`, { body, answer: EnrollmentStarted }),
    onSuccess: (_answer, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: teachingKeys.rosters(courseId) }),
  });
}

export function useStartSimulatedLearner(courseId: string) {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof StartSimulatedLearner>) =>
      request(`/api/courses/${courseId}/simulated-learners`, { body, answer: SimulatedLearnerStarted }),
    onSuccess: (_answer, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: teachingKeys.rosters(courseId) }),
  });
}

export function useDecideReview(submissionId: string) {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof DecideReview>) =>
      request(`/api/review-queue/${submissionId}/decision`, { body, answer: AcceptedNotice }),
    onSuccess: (_answer, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: teachingKeys.reviewQueue() }),
  });
}
