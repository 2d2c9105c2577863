import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import {
  AutomationCounts,
  AutomationDetail,
  AutomationSummary,
  CheckReport,
  DraftDetail,
  MessagePreview,
  PromptTrial,
  VersionDetail,
  VersionSummary,
  page,
} from '@gradus/contracts';
import type {
  ApplyOperations,
  CreateAutomation,
  PreviewMessage,
  PublishAutomation,
  RenameAutomation,
  TryPrompt,
} from '@gradus/contracts';
import type { z } from 'zod';
import { query, request } from './http.ts';

export const automationKeys = {
  all: ['automations'] as const,
  lists: () => ['automations', 'list'] as const,
  list: (filter: AutomationFilter = {}) =>
    ['automations', 'list', filter.courseId ?? null, filter.archived ?? false] as const,
  detail: (id: string) => ['automations', 'detail', id] as const,
  counts: (id: string) => ['automations', 'counts', id] as const,
  versions: (id: string) => ['automations', 'versions', id] as const,
  preview: (id: string) => ['automations', 'preview', id] as const,
};

const SummaryPage = page(AutomationSummary);
const VersionPage = page(VersionSummary);
const at = (id: string) => `/api/automations/${id}`;

export interface AutomationFilter {
  courseId?: string;
  /** Those put away instead of those in use. */
  archived?: boolean;
}

export const automationsQuery = (filter: AutomationFilter = {}) =>
  infiniteQueryOptions({
    queryKey: automationKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      request(`/api/automations${query({ ...filter, cursor: pageParam })}`, { answer: SummaryPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const automationQuery = (id: string) =>
  queryOptions({
    queryKey: automationKeys.detail(id),
    queryFn: ({ signal }) => request(at(id), { answer: AutomationDetail, signal }),
  });

/** Without a version: the live one. */
export const countsQuery = (id: string, versionId?: string) =>
  queryOptions({
    queryKey: [...automationKeys.counts(id), versionId ?? null],
    queryFn: ({ signal }) =>
      request(`${at(id)}/counts${query({ versionId })}`, { answer: AutomationCounts, signal }),
  });

export const versionsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: automationKeys.versions(id),
    queryFn: ({ pageParam, signal }) =>
      request(`${at(id)}/versions${query({ cursor: pageParam })}`, { answer: VersionPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** Immutable once published. */
export const versionQuery = (id: string, versionId: string) =>
  queryOptions({
    queryKey: [...automationKeys.versions(id), versionId],
    queryFn: ({ signal }) => request(`${at(id)}/versions/${versionId}`, { answer: VersionDetail, signal }),
    staleTime: Infinity,
  });

/** The mail as it would arrive, with sample values; the last one stays while the next is made. */
export const messagePreviewQuery = (id: string, body: PreviewMessage) =>
  queryOptions({
    queryKey: [...automationKeys.preview(id), body],
    queryFn: ({ signal }) =>
      request(`${at(id)}/message-preview`, { body, answer: MessagePreview, signal, idempotencyKey: false }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

/** Saves edits in the order they were made. The editor decides when, and says what became of them. */
export function saveOperations(id: string, body: ApplyOperations): Promise<DraftDetail> {
  return request(`${at(id)}/operations`, { body, answer: DraftDetail });
}

/** These screens show their errors themselves. */
const meta = { quiet: true };

export function useCheckAutomation(id: string) {
  return useMutation({
    meta,
    mutationFn: () =>
      request(`${at(id)}/check`, { method: 'POST', body: {}, answer: CheckReport, idempotencyKey: false }),
  });
}

/** Asks the AI provider once: it costs what one text costs. */
export function useTryPrompt(id: string) {
  return useMutation({
    meta,
    mutationFn: (body: TryPrompt) => request(`${at(id)}/prompt-trials`, { body, answer: PromptTrial }),
  });
}

export function useCreateAutomation() {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof CreateAutomation>) =>
      request('/api/automations', { body, answer: AutomationDetail }),
    onSuccess: (_made, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: automationKeys.lists() }),
  });
}

export function useRenameAutomation(id: string) {
  return useMutation({
    meta,
    mutationFn: (body: RenameAutomation) =>
      request(at(id), { method: 'PATCH', body, answer: AutomationDetail }),
    onSuccess: (_renamed, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: automationKeys.all }),
  });
}

export function useArchiveAutomation(id: string) {
  return useMutation({
    meta,
    mutationFn: ({ archived, reason }: { archived: boolean; reason: string }) =>
      request(`${at(id)}/${archived ? 'archive' : 'restore'}`, {
        body: { reason },
        answer: AutomationDetail,
      }),
    onSuccess: (_changed, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: automationKeys.lists() }),
  });
}

export function usePublishAutomation(id: string) {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof PublishAutomation>) =>
      request(`${at(id)}/publish`, { body, answer: VersionSummary }),
    onSuccess: (_version, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: automationKeys.all }),
  });
}
