import type { Token } from '../model/state.ts';
import { stepOf } from '../model/versions.ts';
import type { Turn } from '../turn/turn.ts';

/** What an operator is told. */
export interface Answer {
  accepted: boolean;
  detail: string;
}

/** A command that does not fit, and why, in one sentence. It changes nothing. */
export const refuse = (detail: string): Answer => ({ accepted: false, detail });

/** A command that was carried out. */
export const accept = (detail: string): Answer => ({ accepted: true, detail });

/** A token's status in a sentence that begins "this one is". */
export const STATUS_WORDS: Record<Token['status'], string> = {
  running: 'running',
  waiting: 'waiting',
  blocked: 'blocked',
  held: 'held by a pause',
};

/** The title of the step a token stands at; its id when the drawing has no such step. */
export function titleOf(turn: Turn, token: Token): string {
  return stepOf(turn.plan, token)?.step.title ?? token.stepId;
}
