import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import { AudiencePreview, SegmentDetail, SegmentMember, page } from '@gradus/contracts';
import type { Audience, SaveSegment } from '@gradus/contracts';
import { automationKeys } from '../automations.ts';
import { query, request } from '../http.ts';

export const segmentKeys = {
  all: ['segments'] as const,
  list: () => ['segments', 'list'] as const,
  members: (id: string) => ['segments', 'members', id] as const,
  preview: (audience: Audience) => ['segments', 'preview', audience] as const,
};

const SegmentPage = page(SegmentDetail);
const MemberPage = page(SegmentMember);

export const segmentsQuery = infiniteQueryOptions({
  queryKey: segmentKeys.list(),
  queryFn: ({ pageParam, signal }) =>
    request(`/api/segments${query({ cursor: pageParam })}`, { answer: SegmentPage, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
});

export const segmentMembersQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: segmentKeys.members(id),
    queryFn: ({ pageParam, signal }) =>
      request(`/api/segments/${id}/members${query({ cursor: pageParam })}`, { answer: MemberPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** Whom a rule takes in now. */
export const audiencePreviewQuery = (audience: Audience) =>
  queryOptions({
    queryKey: segmentKeys.preview(audience),
    queryFn: ({ signal }) =>
      request('/api/segments/preview', {
        body: { audience },
        answer: AudiencePreview,
        signal,
        idempotencyKey: false,
      }),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** These screens show their errors themselves. */
const meta = { quiet: true };

export function useSaveSegment(id: string) {
  return useMutation({
    meta,
    mutationFn: (body: SaveSegment) =>
      request(`/api/segments/${id}`, { method: 'PUT', body, answer: SegmentDetail }),
    onSuccess: async (_segment, _body, _result, { client }) => {
      await client.invalidateQueries({ queryKey: segmentKeys.all });
      await client.invalidateQueries({ queryKey: automationKeys.all });
    },
  });
}

export function useArchiveSegment(id: string) {
  return useMutation({
    meta,
    mutationFn: () => request(`/api/segments/${id}`, { method: 'DELETE' }),
    onSuccess: (_answer, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: segmentKeys.all }),
  });
}
