import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import {
  AuditChain,
  AuditEntry,
  NoteAnswer,
  PersonSummary,
  RetryAnswer,
  WorkItem,
  WorkList,
  page,
} from '@gradus/contracts';
import type { NoteWork, RetryWork } from '@gradus/contracts';
import { query, request } from './http.ts';

export const operationsKeys = {
  workList: () => ['operations', 'work-list'] as const,
  workItems: (groupId: string) => ['operations', 'work-list', groupId] as const,
  people: (search: string) => ['operations', 'people', search] as const,
  audit: () => ['operations', 'audit'] as const,
};

const PeoplePage = page(PersonSummary);
const AuditPage = page(AuditEntry);
const WorkItemsPage = page(WorkItem);

/** Live by topic `work`; read again now and then all the same, for what nobody announces (a part that went away). */
export const workListQuery = queryOptions({
  queryKey: operationsKeys.workList(),
  queryFn: ({ signal }) => request('/api/work-list', { answer: WorkList, signal }),
  refetchInterval: 15_000,
});

/** All of one group, in pages; read again with the list. */
export const workItemsQuery = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: operationsKeys.workItems(groupId),
    queryFn: ({ pageParam, signal }) =>
      request(`/api/work-list/${encodeURIComponent(groupId)}/items${query({ cursor: pageParam })}`, {
        answer: WorkItemsPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const peopleQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: operationsKeys.people(search),
    queryFn: ({ pageParam, signal }) =>
      request(`/api/people${query({ search, cursor: pageParam })}`, { answer: PeoplePage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });

/** Works out the whole chain anew, when somebody asks for it. */
export function useAuditCheck() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: () => request('/api/audit-log/chain', { answer: AuditChain }),
  });
}

export const auditQuery = infiniteQueryOptions({
  queryKey: operationsKeys.audit(),
  queryFn: ({ pageParam, signal }) =>
    request(`/api/audit-log${query({ cursor: pageParam })}`, { answer: AuditPage, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
});

export function useNoteWork(groupId: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: NoteWork) =>
      request(`/api/work-list/${encodeURIComponent(groupId)}/note`, { body, answer: NoteAnswer }),
    onSettled: (_answer, _error, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: operationsKeys.workList() }),
  });
}

export function useRetryWork(groupId: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: RetryWork) =>
      request(`/api/work-list/${encodeURIComponent(groupId)}/retry`, { body, answer: RetryAnswer }),
    onSettled: (_answer, _error, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: operationsKeys.workList() }),
  });
}
