import { infiniteQueryOptions, useMutation } from '@tanstack/react-query';
import { MigrationDetail, MigrationItem, page } from '@gradus/contracts';
import type { ControlMigration, MigrationItemState } from '@gradus/contracts';
import { query, request } from '../http.ts';

export const migrationKeys = {
  all: ['migrations'] as const,
  of: (automationId: string) => ['migrations', 'of', automationId] as const,
  items: (id: string) => ['migrations', 'items', id] as const,
};

const MigrationPage = page(MigrationDetail);
const ItemPage = page(MigrationItem);

export const migrationsQuery = (automationId: string) =>
  infiniteQueryOptions({
    queryKey: migrationKeys.of(automationId),
    queryFn: ({ pageParam, signal }) =>
      request(`/api/automations/${automationId}/migrations${query({ cursor: pageParam })}`, {
        answer: MigrationPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export const migrationItemsQuery = (id: string, state: MigrationItemState | undefined) =>
  infiniteQueryOptions({
    queryKey: [...migrationKeys.items(id), state ?? null],
    queryFn: ({ pageParam, signal }) =>
      request(`/api/migrations/${id}/items${query({ state, cursor: pageParam })}`, {
        answer: ItemPage,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });

export function useControlMigration(id: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: ControlMigration) =>
      request(`/api/migrations/${id}/control`, { body, answer: MigrationDetail }),
    onSettled: (_answer, _error, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: migrationKeys.all }),
  });
}
