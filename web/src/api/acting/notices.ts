import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { NoticeCount, NoticeItem, page } from '@gradus/contracts';
import { query, request } from '../http.ts';

export const noticeKeys = {
  all: () => ['notices'] as const,
  list: () => ['notices', 'list'] as const,
  count: () => ['notices', 'count'] as const,
};

const NoticePage = page(NoticeItem);

export const noticesQuery = infiniteQueryOptions({
  queryKey: noticeKeys.list(),
  queryFn: ({ pageParam, signal }) =>
    request(`/api/notices${query({ cursor: pageParam })}`, { answer: NoticePage, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
});

export const noticeCountQuery = queryOptions({
  queryKey: noticeKeys.count(),
  queryFn: ({ signal }) => request('/api/notices/count', { answer: NoticeCount, signal }),
});

const counted = (client: QueryClient, count: NoticeCount) => {
  client.setQueryData(noticeKeys.count(), count);
  return client.invalidateQueries({ queryKey: noticeKeys.list() });
};

export function useReadNotice() {
  return useMutation({
    mutationFn: (id: string) => request(`/api/notices/${id}/read`, { method: 'PUT', answer: NoticeCount }),
    onSuccess: (count, _id, _result, { client }) => counted(client, count),
  });
}

/** Everything shown by then. */
export function useReadNotices() {
  return useMutation({
    mutationFn: (until: string) =>
      request('/api/notices/read', { method: 'PUT', body: { until }, answer: NoticeCount }),
    onSuccess: (count, _until, _result, { client }) => counted(client, count),
  });
}
