import { useSyncExternalStore } from 'react';

/** One clock for all of the page, moving twice a minute and when the tab comes back to the front. */
let now = new Date();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

function move(): void {
  now = new Date();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
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
