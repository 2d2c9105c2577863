import { queryOptions, useMutation } from '@tanstack/react-query';
import { Connections, NewSigningKey, SigningKeys } from '@gradus/contracts';
import type { KeyDirection, SaveEgressHosts } from '@gradus/contracts';
import { automationKeys } from '../automations.ts';
import { query, request } from '../http.ts';

const keys = {
  all: ['connections'] as const,
  ofAutomation: (id: string, direction: KeyDirection) => ['connections', id, direction] as const,
};

export const connectionsQuery = queryOptions({
  queryKey: keys.all,
  queryFn: ({ signal }) => request('/api/connections', { answer: Connections, signal }),
});

export const signingKeysQuery = (automationId: string, direction: KeyDirection) =>
  queryOptions({
    queryKey: keys.ofAutomation(automationId, direction),
    queryFn: ({ signal }) =>
      request(`/api/automations/${automationId}/signing-keys${query({ direction })}`, {
        answer: SigningKeys,
        signal,
      }),
  });

export function useSaveHosts() {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: SaveEgressHosts) =>
      request('/api/connections/hosts', { method: 'PUT', body, answer: Connections }),
    onSuccess: async (saved, _body, _result, { client }) => {
      client.setQueryData(connectionsQuery.queryKey, saved);
      await client.invalidateQueries({ queryKey: automationKeys.all });
    },
  });
}

/** Null: the school's own key. The secret is in the answer and nowhere else. */
export function useReplaceKey(owner: { automationId: string; direction: KeyDirection } | null) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: () =>
      owner === null
        ? request('/api/connections/keys', { method: 'POST', answer: NewSigningKey, idempotencyKey: false })
        : request(`/api/automations/${owner.automationId}/signing-keys`, {
            body: { direction: owner.direction },
            answer: NewSigningKey,
            idempotencyKey: false,
          }),
    onSuccess: async (_made, _nothing, _result, { client }) => {
      await client.invalidateQueries({ queryKey: keys.all });
      await client.invalidateQueries({ queryKey: automationKeys.all });
    },
  });
}
