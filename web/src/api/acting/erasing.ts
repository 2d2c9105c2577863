import { useMutation } from '@tanstack/react-query';
import { PersonErased } from '@gradus/contracts';
import type { ErasePerson } from '@gradus/contracts';
import { request } from '../http.ts';
import { peopleKeys } from './people.ts';

/** The dialog shows its errors itself. */
const meta = { quiet: true };

export function useErasePerson(userId: string) {
  return useMutation({
    meta,
    mutationFn: (body: ErasePerson) => request(`/api/people/${userId}/erase`, { body, answer: PersonErased }),
    onSuccess: (_answer, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: peopleKeys.person(userId) }),
  });
}
