import type { RunState, Token } from '../../model/state.ts';
import type { StepRules } from '../step-rules.ts';

/** The way back. */
export const AGAIN = 'again';
/** The way on, once the learner went back often enough. */
export const DONE = 'done';

/** Under which a run counts how often a token went back from its step: each way of a block counts for itself. */
export function roundsKey({ scope, stepId }: Pick<Token, 'scope' | 'stepId'>): string {
  return [...scope.map((frame) => `${frame.stepId}:${frame.visit}:${frame.way}`), stepId].join('/');
}

/** How often this token has gone back since it last went on from here. */
export function roundsOf(state: Pick<RunState, 'rounds'>, token: Pick<Token, 'scope' | 'stepId'>): number {
  const key = roundsKey(token);
  return Object.hasOwn(state.rounds, key) ? (state.rounds[key] ?? 0) : 0;
}

/** Goes back a number of times, then on; the next time somebody comes, counting begins anew. */
export const goTo: StepRules<'goTo'> = {
  ports: () => [AGAIN, DONE],
  listens: () => [],
  takesTime: (_config, port) => port === AGAIN,
  decide({ config, state, token }) {
    const port = roundsOf(state, token) < config.max ? AGAIN : DONE;
    return { do: 'leave', port, reason: 'passed through', emit: [{ type: 'round', back: port === AGAIN }] };
  },
};
