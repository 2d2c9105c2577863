import { useSyncExternalStore } from 'react';
import type { Me } from '@gradus/contracts';
import { request } from './http.ts';
import { adoptSession, onSession, refreshSession } from './transport/access.ts';

export type SessionState =
  { status: 'unknown'; me: null } | { status: 'signed-out'; me: null } | { status: 'signed-in'; me: Me };

/** Tells the other tabs that somebody signed in or out, and spares visitors a request that can only say no. */
const MARK = 'gradus.signed-in';

let state: SessionState = { status: 'unknown', me: null };
let restoring: Promise<SessionState> | null = null;
const listeners = new Set<() => void>();

onSession((session) => {
  mark(session !== null);
  enter(session ? { status: 'signed-in', me: session.me } : { status: 'signed-out', me: null });
});

function enter(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

export const currentSession = (): SessionState => state;

export function subscribeToSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Once a page load: finds out who this is. An API that is away is not a sign-out: the caller gets the error. */
export function restoreSession(): Promise<SessionState> {
  if (state.status !== 'unknown') return Promise.resolve(state);
  if (!marked()) enter({ status: 'signed-out', me: null });
  else
    restoring ??= refreshSession()
      .then(() => state)
      .finally(() => {
        restoring = null;
      });
  return restoring ?? Promise.resolve(state);
}

export async function signOut(): Promise<void> {
  await request('/api/auth/logout', { method: 'POST' }).finally(() => adoptSession(null));
}

/** After a change of the profile. */
export function adoptMe(me: Me): void {
  enter({ status: 'signed-in', me });
}

export function useSession(): SessionState {
  return useSyncExternalStore(subscribeToSession, currentSession);
}

export function useMe(): Me | null {
  return useSession().me;
}

/** Signing out in one tab signs out in all. */
export function followOtherTabs(): void {
  window.addEventListener('storage', (event) => {
    if (event.key !== MARK) return;
    if (event.newValue === null && state.status === 'signed-in') adoptSession(null);
    if (event.newValue !== null && state.status === 'signed-out')
      void refreshSession().catch(() => undefined);
  });
}

function marked(): boolean {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return true;
  }
}

function mark(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(MARK, 'yes');
    else localStorage.removeItem(MARK);
  } catch {
    // Storage is refused: every page load asks the API instead.
  }
}
