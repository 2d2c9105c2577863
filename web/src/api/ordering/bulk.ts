import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import { AutomationPause, BulkDetail, BulkItem, BulkPreview, page } from '@gradus/contracts';
import type {
  BulkItemState,
  BulkTarget,
  ControlBulk,
  PauseAutomation,
  PreviewResume,
  ResumeAutomation,
  RunOrder,
  StartBulk,
} from '@gradus/contracts';
import { download } from '../transport/download.ts';
import { query, request } from '../http.ts';

export const bulkKeys = {
  all: ['bulk'] as const,
  list: (automationId: string | undefined) => ['bulk', 'list', automationId ?? null] as const,
  items: (id: string, state: BulkItemState | undefined) => ['bulk', 'items', id, state ?? null] as const,
  preview: (target: BulkTarget, order: RunOrder) => ['bulk', 'preview', target, order] as const,
  pause: (automationId: string) => ['bulk', 'pause', automationId] as const,
  resume: (automationId: string, end: PreviewResume) => ['bulk', 'resume', automationId, end] as const,
};

const BulkPage = page(BulkDetail);
const ItemPage = page(BulkItem);

/** Of one automation, or of the whole school. */
export const bulkQuery = (automationId?: string) =>
  infiniteQueryOptions({
    queryKey: bulkKeys.list(automationId),
    queryFn: ({ pageParam, signal }) =>
      request(`/api/bulk-operations${query({ automationId, cursor: pageParam })}`, {
        answer: BulkPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const bulkItemsQuery = (id: string, state: BulkItemState | undefined) =>
  infiniteQueryOptions({
    queryKey: bulkKeys.items(id, state),
    queryFn: ({ pageParam, signal }) =>
      request(`/api/bulk-operations/${id}/items${query({ state, cursor: pageParam })}`, {
        answer: ItemPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** What became of each, as a file that is named after the order: `pause-2026-11-26-0954.csv`, in UTC. */
export const bulkResultFile = ({ id, order, createdAt }: BulkDetail, kind: 'csv' | 'json') =>
  download(
    `/api/bulk-operations/${id}/result.${kind}`,
    `${order.name.toLowerCase()}-${createdAt.slice(0, 16).replace('T', '-').replace(':', '')}.${kind}`,
  );

/** What an order to many would do; nothing happens yet. */
export const bulkPreviewQuery = (target: BulkTarget, order: RunOrder) =>
  queryOptions({
    queryKey: bulkKeys.preview(target, order),
    queryFn: ({ signal }) =>
      request('/api/bulk-operations/preview', {
        body: { target, order },
        answer: BulkPreview,
        signal,
        idempotencyKey: false,
      }),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const automationPauseQuery = (automationId: string) =>
  queryOptions({
    queryKey: bulkKeys.pause(automationId),
    queryFn: ({ signal }) =>
      request(`/api/automations/${automationId}/pause`, { answer: AutomationPause, signal }),
  });

/** What resuming an automation would send. */
export const resumePreviewQuery = (automationId: string, end: PreviewResume) =>
  queryOptions({
    queryKey: bulkKeys.resume(automationId, end),
    queryFn: ({ signal }) =>
      request(`/api/automations/${automationId}/resume/preview`, {
        body: end,
        answer: BulkPreview,
        signal,
        idempotencyKey: false,
      }),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** These screens show their errors themselves; whatever came of it, the lists are read again. */
function useBulkPost<Body>(url: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: Body) => request(url, { body, answer: BulkDetail }),
    onSettled: (_answer, _error, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: bulkKeys.all }),
  });
}

export const useStartBulk = () => useBulkPost<StartBulk>('/api/bulk-operations');
export const useControlBulk = (id: string) => useBulkPost<ControlBulk>(`/api/bulk-operations/${id}/control`);
export const usePauseAutomation = (id: string) =>
  useBulkPost<PauseAutomation>(`/api/automations/${id}/pause`);
export const useResumeAutomation = (id: string) =>
  useBulkPost<ResumeAutomation>(`/api/automations/${id}/resume`);
