import type { StepProblem } from '../model/state.ts';
import type { Cause, Decision, Emission } from './step-rules.ts';

/** A definitive no: trying again is a new try. */
export const EFFECT_REFUSED = 'flow.effect-refused';
/** It may have happened: trying again repeats the same try, so that the receiver can tell. */
export const EFFECT_UNKNOWN = 'flow.effect-unknown';

/** What became of an effect that a step has asked for. */
export type EffectCause = Extract<Cause, { kind: 'effect' }>;

function problem(code: string, fallback: string, detail: EffectCause['detail']): StepProblem {
  if (detail === null) return { code, detail: fallback };
  return { code, detail: detail.message, cause: detail.code };
}

/** What an effect that was not done means for its step; `what` begins the sentence when the effect gave none. */
export function notDone(cause: EffectCause, what: string): Decision {
  if (cause.outcome === 'refused') {
    return { do: 'fail', problem: problem(EFFECT_REFUSED, `${what} was refused.`, cause.detail) };
  }
  const sentence = `Whether ${what.toLowerCase()} happened is not known.`;
  return { do: 'block', problem: problem(EFFECT_UNKNOWN, sentence, cause.detail) };
}

/**
 * What a step does that is one effect and nothing else: asks for it on arriving, and waits for what becomes of it.
 *
 * @param what begins the sentence when it was not done and the effect says nothing itself
 * @param done what follows when it was done; left out: the way `next`
 */
export function actOnce(
  cause: Cause,
  effect: Omit<Extract<Emission, { type: 'effect' }>, 'type'>,
  what: string,
  done: (cause: EffectCause) => Decision = () => ({ do: 'leave', port: 'next', reason: 'effect' }),
): Decision {
  if (cause.kind === 'entered') return { do: 'wait', until: null, emit: [{ type: 'effect', ...effect }] };
  if (cause.kind !== 'effect') return { do: 'wait', until: null };
  return cause.outcome === 'done' ? done(cause) : notDone(cause, what);
}
