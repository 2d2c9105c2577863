import type { StepProblem } from '../model/state.ts';
import type { Cause, Decision } from './step-rules.ts';

/** A definitive no: trying again is a new try. */
export const EFFECT_REFUSED = 'flow.effect-refused';
/** It may have happened: trying again repeats the same try, so that the receiver can tell. */
export const EFFECT_UNKNOWN = 'flow.effect-unknown';

type EffectCause = Extract<Cause, { kind: 'effect' }>;

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
