import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { Cohorts, PersonWaiting, page } from '@gradus/contracts';
import { query, request } from '../http.ts';
import { runKeys } from '../runs.ts';

const WaitingPage = page(PersonWaiting);

/** Who is at a step, who is due first at first; of all versions, or of one. */
export const waitingRoomQuery = (automationId: string, stepId: string, versionId?: string) =>
  infiniteQueryOptions({
    queryKey: [...runKeys.lists(), 'waiting-room', automationId, stepId, versionId ?? null] as const,
    queryFn: ({ pageParam, signal }) =>
      request(`/api/runs/waiting-room${query({ automationId, stepId, versionId, cursor: pageParam })}`, {
        answer: WaitingPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const cohortsQuery = (automationId: string) =>
  queryOptions({
    queryKey: [...runKeys.all, 'cohorts', automationId] as const,
    queryFn: ({ signal }) =>
      request(`/api/runs/cohorts${query({ automationId })}`, { answer: Cohorts, signal }),
  });
