import type { Instant } from '../model/instant.ts';
import { STATE_SCHEMA, type RunState } from '../model/state.ts';

/** A run that has not begun: the input `started` puts its first token on the trigger. */
export function initialState(runId: string, at: Instant): RunState {
  return {
    schema: STATE_SCHEMA,
    runId,
    lastRelease: null,
    releases: {},
    startedAt: at,
    clock: at,
    tokens: [],
    nextTokenId: 1,
    blocks: [],
    visits: {},
    rounds: {},
    entered: {},
    heard: {},
    lookAt: null,
    vars: {},
    carried: {},
    paused: false,
    holding: null,
    pausedBy: null,
    pauses: [],
    leftEffects: [],
    ending: null,
    finished: null,
  };
}

/** Whether the first token was ever set down. */
export function hasStarted(state: RunState): boolean {
  return state.nextTokenId > 1;
}
