import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { AcceptedNotice, Me, PublicSettings, Session, UnsubscribeState } from '@gradus/contracts';
import type { z } from 'zod';
import type {
  ForgotPassword,
  LogIn,
  RegisterPerson,
  ResetPassword,
  UpdateProfile,
  VerifyEmail,
} from '@gradus/contracts';
import { query, request } from './http.ts';
import { adoptMe } from './session.ts';
import { adoptSession } from './transport/access.ts';

export const publicSettingsQuery = queryOptions({
  queryKey: ['public-settings'],
  queryFn: ({ signal }) => request('/api/public-settings', { answer: PublicSettings, signal }),
  staleTime: Infinity,
});

export function usePublicSettings(): PublicSettings | undefined {
  return useQuery(publicSettingsQuery).data;
}

/** Forms show these errors themselves. */
const meta = { quiet: true };

export function useLogIn() {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof LogIn>) => request('/api/auth/login', { body, answer: Session }),
    onSuccess: (session) => adoptSession(session),
  });
}

export function useRegister() {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof RegisterPerson>) =>
      request('/api/auth/register', { body, answer: AcceptedNotice }),
  });
}

export function useVerifyEmail() {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof VerifyEmail>) =>
      request('/api/auth/verify-email', { body, answer: Session }),
    onSuccess: (session) => adoptSession(session),
  });
}

export function useForgotPassword() {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof ForgotPassword>) =>
      request('/api/auth/forgot-password', { body, answer: AcceptedNotice }),
  });
}

export function useResetPassword() {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof ResetPassword>) => request('/api/auth/reset-password', { body }),
    onSuccess: () => adoptSession(null),
  });
}

export function useUpdateProfile() {
  return useMutation({
    meta,
    mutationFn: (body: z.input<typeof UpdateProfile>) =>
      request('/api/me', { method: 'PATCH', body, answer: Me }),
    onSuccess: (me) => adoptMe(me),
  });
}

export const unsubscribeQuery = (token: string) =>
  queryOptions({
    queryKey: ['unsubscribe', token],
    queryFn: ({ signal }) =>
      request(`/api/unsubscribe${query({ token })}`, { answer: UnsubscribeState, signal }),
  });

export function useUnsubscribe(token: string) {
  return useMutation({
    meta,
    mutationFn: () =>
      request(`/api/unsubscribe${query({ token })}`, { method: 'POST', answer: UnsubscribeState }),
    onSuccess: (state, _input, _result, { client }) =>
      client.setQueryData(unsubscribeQuery(token).queryKey, state),
  });
}
