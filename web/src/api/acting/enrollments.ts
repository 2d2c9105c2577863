import { type QueryClient, queryOptions, useMutation } from '@tanstack/react-query';
import { AccessEnded, AttemptAllowed, CertificateRevoked, SpentAssignments } from '@gradus/contracts';
import type { AllowAttempt, EndAccess, RevokeCertificate } from '@gradus/contracts';
import type { z } from 'zod';
import { request } from '../http.ts';
import { teachingKeys } from '../teaching.ts';
import { peopleKeys } from './people.ts';

/** Whose place in which course. */
export interface Seat {
  enrollmentId: string;
  courseId: string;
  userId: string;
}

const keys = {
  spent: (enrollmentId: string) => ['enrollments', enrollmentId, 'spent'] as const,
};

/** What the learner has not passed, though every attempt is used. */
export const spentAssignmentsQuery = (enrollmentId: string) =>
  queryOptions({
    queryKey: keys.spent(enrollmentId),
    queryFn: ({ signal }) =>
      request(`/api/enrollments/${enrollmentId}/spent-assignments`, { answer: SpentAssignments, signal }),
    // It is asked for to act on it.
    gcTime: 0,
  });

/** These dialogs show their errors themselves. */
const meta = { quiet: true };

export function useAllowAttempt(seat: Seat) {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof AllowAttempt>) =>
      request(`/api/enrollments/${seat.enrollmentId}/attempts`, { body, answer: AttemptAllowed }),
  });
}

export function useRevokeCertificate(seat: Seat) {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof RevokeCertificate>) =>
      request(`/api/enrollments/${seat.enrollmentId}/revoke-certificate`, {
        body,
        answer: CertificateRevoked,
      }),
    onSuccess: (_answer, _body, _result, { client }) => readAgain(client, seat),
  });
}

export function useEndAccess(seat: Seat) {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof EndAccess>) =>
      request(`/api/enrollments/${seat.enrollmentId}/end-access`, { body, answer: AccessEnded }),
    onSuccess: (_answer, _body, _result, { client }) => readAgain(client, seat),
  });
}

/** The lists in which the place stands. */
function readAgain(client: QueryClient, { courseId, userId }: Seat): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: teachingKeys.rosters(courseId) }),
    client.invalidateQueries({ queryKey: peopleKeys.person(userId) }),
  ]);
}
