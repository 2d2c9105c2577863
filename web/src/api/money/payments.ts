import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import {
  MoneyPolicy,
  OwnPayments,
  RefundStarted,
  SchoolPayments,
  SubscriptionLine,
  page,
} from '@gradus/contracts';
import type { CancelSubscription, PaymentLine, StartRefund } from '@gradus/contracts';
import { query, request } from '../http.ts';

const paymentKeys = {
  all: ['payments'] as const,
  school: (state: string, search: string) => ['payments', 'school', state, search] as const,
  subscriptions: ['payments', 'subscriptions'] as const,
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

const SubscriptionsPage = page(SubscriptionLine);

export const schoolSubscriptionsQuery = infiniteQueryOptions({
  queryKey: paymentKeys.subscriptions,
  queryFn: ({ pageParam, signal }) =>
    request(`/api/subscriptions${query({ cursor: pageParam })}`, { answer: SubscriptionsPage, signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last) => last.next,
  refetchInterval: NOW_AND_THEN_MS,
});

export function useMoneyPolicy() {
  return useMutation({
    mutationFn: (body: MoneyPolicy) =>
      request('/api/payments/policy', { method: 'PUT', body, answer: MoneyPolicy }),
    onSettled: (_answer, _error, _body, _result, { client }) =>
      client.invalidateQueries({ queryKey: paymentKeys.all }),
  });
}

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
