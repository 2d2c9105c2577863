import type { CallFact } from '../../model/facts.ts';
import type { EffectResult } from '../../model/inputs.ts';
import { MINUTE } from '../../time/durations.ts';
import type { Asked } from '../mind.ts';

/** A call that a run has asked for. */
export type AskedCall = Extract<Asked, { type: 'effect' }>;

/** Why the entry rules let nobody in; or what they go by is not known. */
export type KeptOut = 'inside' | 'entered-before' | 'suppressed' | 'key-unknown';

/** Who carries out calls; null: the called drawing is not at hand, and the answer says how its run ends. */
export type Caller = (asked: AskedCall, seat: number) => 'begun' | KeptOut | null;

/** Whether an effect is a call. */
export function isCall(asked: Asked): asked is AskedCall {
  return asked.type === 'effect' && asked.kind === 'callAutomation';
}

const LET_IN_NO_MORE = 'The called automation does not let the learner in.';

/** Nobody was let in, for a reason that admission knows; null: for another one. */
export function refusedCall(because: unknown): { code: string; message: string } | null {
  return typeof because === 'string' ? { code: `call.${because}`, message: LET_IN_NO_MORE } : null;
}

/** An hour, when nothing says how long a called run takes. */
const USUAL_MINUTES = 60;

/** How a called run ends of which nothing is known but the answer, and after how many milliseconds; null: never. */
export function endOfCall(result: EffectResult = {}): { outcome: CallFact['outcome']; after: number } | null {
  const { ended, afterMinutes = USUAL_MINUTES } = result;
  if (ended === 'never') return null;
  const outcome = ended === 'ended' || ended === 'exited' ? ended : 'completed';
  return { outcome, after: Number(afterMinutes) * MINUTE };
}
