import { Session } from '@gradus/contracts';
import { problemOf, unreachable } from '../problem.ts';

/**
 * The access token lives in memory only; the refresh token is a cookie we cannot read. One refresh at a time: in this
 * tab by sharing the promise, between tabs by a lock, because a refresh token presented twice counts as stolen.
 */
let token: string | null = null;
let refreshing: Promise<Session | null> | null = null;
const listeners = new Set<(session: Session | null) => void>();

export const accessToken = (): string | null => token;

/** Hears every session that begins or is renewed, and `null` when it ends. */
export function onSession(listener: (session: Session | null) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function adoptSession(session: Session | null): void {
  token = session?.accessToken ?? null;
  for (const listener of listeners) listener(session);
}

/** Answers the renewed session, or null when the person has to sign in. Throws when the API cannot be asked. */
export function refreshSession(): Promise<Session | null> {
  refreshing ??= oneTabAtATime(renew).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function renew(): Promise<Session | null> {
  const response = await fetch('/api/auth/refresh', { method: 'POST', credentials: 'same-origin' }).catch(
    () => {
      throw unreachable();
    },
  );
  if (response.ok) {
    const session = Session.parse(await response.json());
    adoptSession(session);
    return session;
  }
  if (response.status >= 500 || response.status === 429) throw await problemOf(response);
  adoptSession(null);
  return null;
}

function oneTabAtATime<T>(work: () => Promise<T>): Promise<T> {
  const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
  return locks ? locks.request('gradus.refresh', work) : work();
}
