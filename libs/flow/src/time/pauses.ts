import type { Instant } from '../model/instant.ts';
import type { RunState } from '../model/state.ts';

/** Milliseconds the run has stood still since `from`, up to `at` if a pause still lasts. */
export function frozenSince(state: Pick<RunState, 'pauses'>, from: Instant, at: Instant): number {
  let frozen = 0;
  for (const pause of state.pauses) {
    frozen += Math.max(0, (pause.until ?? at) - Math.max(pause.from, from));
  }
  return frozen;
}
