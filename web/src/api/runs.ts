import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import {
  CommandAnswer,
  CommandPreview,
  RunDetail,
  RunStartedOver,
  RunSummary,
  page,
} from '@gradus/contracts';
import type {
  CommandRun,
  PreviewCommand,
  PreviewStartOver,
  RunCondition,
  StartRunOver,
} from '@gradus/contracts';
import { query, request } from './http.ts';

export const runKeys = {
  all: ['runs'] as const,
  lists: () => ['runs', 'list'] as const,
  list: (filter: RunFilter) => ['runs', 'list', filter] as const,
  detail: (runId: string) => ['runs', 'detail', runId] as const,
};

export type RunFilter = {
  automationId?: string | undefined;
  stepId?: string | undefined;
  condition?: RunCondition | undefined;
  /** Only those that have not ended. */
  open?: boolean | undefined;
  /** Name, e-mail or id. */
  search?: string | undefined;
};

const RunPage = page(RunSummary);

export const runsQuery = (filter: RunFilter) =>
  infiniteQueryOptions({
    queryKey: runKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      request(`/api/runs${query({ ...filter, cursor: pageParam })}`, { answer: RunPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });

export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: runKeys.detail(runId),
    queryFn: ({ signal }) => request(`/api/runs/${runId}`, { answer: RunDetail, signal }),
  });

/** What a command would do; nothing happens yet. */
export const commandPreviewQuery = (runId: string, command: PreviewCommand) =>
  queryOptions({
    queryKey: [...runKeys.detail(runId), 'preview', command] as const,
    queryFn: ({ signal }) =>
      request(`/api/runs/${runId}/commands/preview`, {
        body: command,
        answer: CommandPreview,
        signal,
        idempotencyKey: false,
      }),
    retry: false,
  });

/** What starting an ended run over would do. */
export const startOverPreviewQuery = (runId: string, body: PreviewStartOver) =>
  queryOptions({
    queryKey: [...runKeys.detail(runId), 'start-over', body] as const,
    queryFn: ({ signal }) =>
      request(`/api/runs/${runId}/start-over/preview`, {
        body,
        answer: CommandPreview,
        signal,
        idempotencyKey: false,
      }),
    retry: false,
  });

export function useStartRunOver(runId: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: StartRunOver) =>
      request(`/api/runs/${runId}/start-over`, { body, answer: RunStartedOver }),
    onSettled: (_answer, _error, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: runKeys.all }),
  });
}

export function useCommandRun(runId: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: CommandRun) => request(`/api/runs/${runId}/commands`, { body, answer: CommandAnswer }),
    onSettled: (_answer, _error, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: runKeys.all }),
  });
}
