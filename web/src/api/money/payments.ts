import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import { OwnPayments, RefundStarted, SchoolPayments, SubscriptionLine } from '@gradus/contracts';
import type { CancelSubscription, PaymentLine, StartRefund } from '@gradus/contracts';
import { query, request } from '../http.ts';

const paymentKeys = {
  all: ['payments'] as const,
  school: (state: string, search: string) => ['payments', 'school', state, search] as const,
  own: ['payments', 'own'] as const,
};

/** Read again now and then: refunds and renewals are done by somebody else. */
const NOW_AND_THEN_MS = 5_000;

export const schoolPaymentsQuery = (state: string, search: string) =>
  infiniteQueryOptions({
    queryKey: paymentKeys.school(state, search),
    queryFn: ({ pageParam, signal }) =>
      request(`/api/payments${query({ state, search, cursor: pageParam })}`, {
        answer: SchoolPayments,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: NOW_AND_THEN_MS,
  });

export const ownPaymentsQuery = queryOptions({
  queryKey: paymentKeys.own,
  queryFn: ({ signal }) => request('/api/my/payments', { answer: OwnPayments, signal }),
  refetchInterval: NOW_AND_THEN_MS,
});

export function useRefund({ kind, id }: Pick<PaymentLine, 'kind' | 'id'>) {
  return useMutation({
    meta: { quiet: true },
    mutationFn: (body: StartRefund) =>
      request(`/api/payments/${kind}/${id}/refund`, { body, answer: RefundStarted }),
    onSettled: (_answer, _error, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: paymentKeys.all }),
  });
}

export function useCancelSubscription(id: string) {
  return useMutation({
    mutationFn: (body: CancelSubscription) =>
      request(`/api/subscriptions/${id}/cancel`, { body, answer: SubscriptionLine }),
    onSettled: (_answer, _error, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: paymentKeys.all }),
  });
}
