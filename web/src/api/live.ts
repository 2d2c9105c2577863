import { useEffect, useSyncExternalStore } from 'react';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { LiveTicket } from '@gradus/contracts';
import { request } from './http.ts';
import { currentSession, useSession } from './session.ts';
import { LiveConnection, type LiveState } from './transport/live-connection.ts';
import { Refresher } from './transport/refresher.ts';

const connection = new LiveConnection({
  ticket: async () =>
    (
      await request('/api/live/tickets', {
        method: 'POST',
        body: {},
        answer: LiveTicket,
        idempotencyKey: false,
      })
    ).ticket,
  open: (url, handlers) => {
    const source = new EventSource(url);
    source.addEventListener('open', handlers.opened);
    source.addEventListener('error', handlers.broken);
    source.addEventListener('ready', (event) => handlers.ready(String(event.data), event.lastEventId));
    source.addEventListener('changed', (event) => handlers.changed(String(event.data), event.lastEventId));
    return source;
  },
  later: (work, ms) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
  now: () => performance.now(),
});

if (typeof window !== 'undefined') {
  window.addEventListener('online', () => connection.hurry());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') connection.hurry();
  });
}

/** What to read again when a topic changes: `{ ['run:' + id]: [runKeys.detail(id)] }`. */
export type LiveTopics = Readonly<Record<string, readonly QueryKey[]>>;

const REST_MS = 250;

/** While mounted, whatever changes under these topics is read again. Only for people who are signed in. */
export function useLive(topics: LiveTopics): void {
  const client = useQueryClient();
  const signedIn = useSession().status === 'signed-in';
  const wanted = JSON.stringify(topics);
  useEffect(() => {
    if (!signedIn) return;
    const ends = Object.entries(JSON.parse(wanted) as LiveTopics).map(([topic, keys]) => {
      const refresher = new Refresher(
        () => Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey }))),
        () => new Promise((resolve) => setTimeout(resolve, REST_MS)),
      );
      return connection.subscribe(topic, () => {
        if (currentSession().status === 'signed-in') refresher.ask();
      });
    });
    return () => {
      for (const end of ends) end();
    };
  }, [client, signedIn, wanted]);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => connection.onState(listener),
    () => connection.state,
  );
}
