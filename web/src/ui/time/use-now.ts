import { useSyncExternalStore } from 'react';

/** One clock for all of the page, moving twice a minute and when the tab comes back to the front. */
let now = new Date();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

function move(): void {
  now = new Date();
  for (const listener of listeners) listener();
}

/** What comes onto the page later may tell of a moment that is newer than the clock: then it moves on. */
const STALE_MS = 2_000;

function subscribe(listener: () => void): () => void {
  if (Date.now() - now.getTime() > STALE_MS) move();
  if (listeners.size === 0) {
    timer = setInterval(move, 30_000);
    document.addEventListener('visibilitychange', move);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', move);
  };
}

export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now);
}
