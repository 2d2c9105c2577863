import { STATE_SCHEMA, type RunState } from '../state.ts';

/** Written by a newer release than this one: not ours to touch, and to be tried again when that release is here. */
export class StateTooNewError extends Error {
  readonly code = 'flow.state-too-new';
  readonly schema: number;

  constructor(schema: number) {
    super(`This run was saved with state schema ${schema}; this release reads up to ${STATE_SCHEMA}.`);
    this.name = 'StateTooNewError';
    this.schema = schema;
  }
}

/** What was read is no run state at all. */
export class StateUnreadableError extends Error {
  readonly code = 'flow.state-unreadable';

  constructor(reason: string) {
    super(`This run's saved state cannot be read: ${reason}.`);
    this.name = 'StateUnreadableError';
  }
}

type OldState = Record<string, unknown>;

/**
 * `STATE_UPGRADES[n]` turns schema n into n + 1. A number, once released, is never used again nor changed.
 *
 * 1 -> 2: blocks, counted ways back, what was heard before a wait, goals, effects that
 * outlive their step.
 *
 * 2 -> 3: nothing in the state itself; what has its usual value is left out where it is saved (`saved-state.ts`).
 */
const STATE_UPGRADES: Record<number, (state: OldState) => OldState> = {
  1: (state) => ({
    ...state,
    tokens: (state['tokens'] as OldState[]).map((token) => ({ ...token, scope: [], notBefore: null })),
    blocks: [],
    rounds: {},
    entered: {},
    heard: {},
    completed: false,
    lookAt: null,
    leftEffects: [],
    ending: null,
    startsAt: null,
    carried: {},
    holding: null,
    pausedBy: state['paused'] === true ? 'run' : null,
  }),
  2: (state) => state,
};

/**
 * A saved state in today's shape; one that already has it comes back as it is.
 *
 * @throws StateTooNewError when a newer release wrote it
 * @throws StateUnreadableError when it is none
 */
export function upgradeState(raw: unknown): RunState {
  if (typeof raw !== 'object' || raw === null || !('schema' in raw) || typeof raw.schema !== 'number') {
    throw new StateUnreadableError('it has no schema number');
  }
  if (raw.schema > STATE_SCHEMA) throw new StateTooNewError(raw.schema);
  let state: OldState = { ...raw };
  for (let schema = raw.schema; schema < STATE_SCHEMA; schema += 1) {
    const upgrade = STATE_UPGRADES[schema];
    if (upgrade === undefined) throw new StateUnreadableError(`schema ${schema} was never released`);
    state = { ...upgrade(state), schema: schema + 1 };
  }
  return state as unknown as RunState;
}
