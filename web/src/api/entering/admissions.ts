import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import {
  AdmissionDetail,
  AdmissionPreview,
  BackfillPreview,
  AdmittedPerson,
  RunStarted,
  page,
} from '@gradus/contracts';
import type { AdmissionWho, ControlAdmission, StartAdmission, StartRunByHand } from '@gradus/contracts';
import { automationKeys } from '../automations.ts';
import { query, request } from '../http.ts';
import { runKeys } from '../runs.ts';

export const admissionKeys = {
  of: (automationId: string) => ['admissions', automationId] as const,
  list: (automationId: string) => ['admissions', automationId, 'list'] as const,
  preview: (automationId: string, who: AdmissionWho) => ['admissions', automationId, 'preview', who] as const,
  people: (automationId: string, id: string) => ['admissions', automationId, 'people', id] as const,
};

const AdmissionPage = page(AdmissionDetail);
const PeoplePage = page(AdmittedPerson);
const at = (automationId: string) => `/api/automations/${automationId}/admissions`;

export const admissionsQuery = (automationId: string) =>
  infiniteQueryOptions({
    queryKey: admissionKeys.list(automationId),
    queryFn: ({ pageParam, signal }) =>
      request(`${at(automationId)}${query({ cursor: pageParam })}`, { answer: AdmissionPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const admittedQuery = (automationId: string, id: string) =>
  infiniteQueryOptions({
    queryKey: admissionKeys.people(automationId, id),
    queryFn: ({ pageParam, signal }) =>
      request(`${at(automationId)}/${id}/people${query({ cursor: pageParam })}`, {
        answer: PeoplePage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

/** Who qualifies already for how the draft starts. */
export const backfillQuery = (automationId: string) =>
  queryOptions({
    queryKey: [...admissionKeys.of(automationId), 'backfill'] as const,
    queryFn: ({ signal }) =>
      request(`/api/automations/${automationId}/backfill`, { answer: BackfillPreview, signal }),
    staleTime: 0,
  });

/** What would happen; nothing does yet. */
export const admissionPreviewQuery = (automationId: string, who: AdmissionWho) =>
  queryOptions({
    queryKey: admissionKeys.preview(automationId, who),
    queryFn: ({ signal }) =>
      request(`${at(automationId)}/preview`, {
        body: { who },
        answer: AdmissionPreview,
        signal,
        idempotencyKey: false,
      }),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** These screens show their errors themselves. */
const meta = { quiet: true };

export function useStartRun(automationId: string) {
  return useMutation({
    meta,
    mutationFn: (body: StartRunByHand) =>
      request(`/api/automations/${automationId}/runs`, { body, answer: RunStarted }),
    onSuccess: async (_run, _body, _result, { client }) => {
      await client.invalidateQueries({ queryKey: runKeys.lists() });
      await client.invalidateQueries({ queryKey: admissionKeys.of(automationId) });
      await client.invalidateQueries({ queryKey: automationKeys.counts(automationId) });
    },
  });
}

export function useStartAdmission(automationId: string) {
  return useMutation({
    meta,
    mutationFn: (body: StartAdmission) => request(at(automationId), { body, answer: AdmissionDetail }),
    onSuccess: (_admission, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: admissionKeys.of(automationId) }),
  });
}

export function useControlAdmission(automationId: string, id: string) {
  return useMutation({
    meta,
    mutationFn: (body: ControlAdmission) =>
      request(`${at(automationId)}/${id}/control`, { body, answer: AdmissionDetail }),
    onSettled: (_answer, _error, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: admissionKeys.of(automationId) }),
  });
}
