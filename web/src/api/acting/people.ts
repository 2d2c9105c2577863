import { queryOptions, useMutation } from '@tanstack/react-query';
import { PersonDetail, PersonLabels } from '@gradus/contracts';
import type { SetPersonField } from '@gradus/contracts';
import { request } from '../http.ts';

export const peopleKeys = {
  person: (userId: string) => ['people', userId] as const,
  labels: () => ['people', 'labels'] as const,
};

export const personQuery = (userId: string) =>
  queryOptions({
    queryKey: peopleKeys.person(userId),
    queryFn: ({ signal }) => request(`/api/people/${userId}`, { answer: PersonDetail, signal }),
  });

/** The tags and fields in use at this school, for who chooses one. */
export const personLabelsQuery = queryOptions({
  queryKey: peopleKeys.labels(),
  queryFn: ({ signal }) => request('/api/person-labels', { answer: PersonLabels, signal }),
  staleTime: 60_000,
});

/** A change of what is noted about a person; `value` null takes the field away. */
export type PersonChange = { tag: string; on: boolean } | { field: string; value: SetPersonField | null };

export function useChangePerson(userId: string) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (change: PersonChange) => {
      const own = `/api/people/${userId}`;
      if ('tag' in change)
        return request(`${own}/tags/${encodeURIComponent(change.tag)}`, {
          method: change.on ? 'PUT' : 'DELETE',
          answer: PersonDetail,
        });
      return request(`${own}/fields/${encodeURIComponent(change.field)}`, {
        method: change.value ? 'PUT' : 'DELETE',
        ...(change.value ? { body: change.value } : {}),
        answer: PersonDetail,
      });
    },
    onSuccess: (person, _change, _result, { client }) => {
      client.setQueryData(peopleKeys.person(userId), person);
      return client.invalidateQueries({ queryKey: peopleKeys.labels() });
    },
  });
}
