import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { StaffList, TaskCount, TaskItem, page } from '@gradus/contracts';
import type { DecideTask, DelegateTask } from '@gradus/contracts';
import { query, request } from '../http.ts';

export interface TaskFilter {
  whose: 'mine' | 'role' | 'all';
  state: 'open' | 'closed';
}

export const taskKeys = {
  all: () => ['tasks'] as const,
  list: (filter: TaskFilter) => ['tasks', 'list', filter] as const,
  one: (id: string) => ['tasks', 'one', id] as const,
  count: () => ['tasks', 'count'] as const,
};

const TaskPage = page(TaskItem);

export const tasksQuery = (filter: TaskFilter) =>
  infiniteQueryOptions({
    queryKey: taskKeys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      request(`/api/tasks${query({ ...filter, cursor: pageParam })}`, { answer: TaskPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });

export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: taskKeys.one(id),
    queryFn: ({ signal }) => request(`/api/tasks/${id}`, { answer: TaskItem, signal }),
  });

export const taskCountQuery = queryOptions({
  queryKey: taskKeys.count(),
  queryFn: ({ signal }) => request('/api/tasks/count', { answer: TaskCount, signal }),
});

/** Who works at this school. */
export const staffQuery = queryOptions({
  queryKey: ['staff'],
  queryFn: ({ signal }) => request('/api/staff', { answer: StaffList, signal }),
  staleTime: 60_000,
});

const readAgain = (client: QueryClient) => client.invalidateQueries({ queryKey: taskKeys.all() });

export function useDecideTask(id: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: DecideTask) => request(`/api/tasks/${id}/decision`, { body, answer: TaskItem }),
    onSettled: (_answer, _error, _body, _result, { client }) => readAgain(client),
  });
}

export function useDelegateTask(id: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: DelegateTask) => request(`/api/tasks/${id}/delegation`, { body, answer: TaskItem }),
    onSettled: (_answer, _error, _body, _result, { client }) => readAgain(client),
  });
}
