import { GraderRefusedError, GraderUnavailableError } from '@gradus/integrations/ai';
import { CallFailedError, CallRefusedError } from '@gradus/integrations/webhooks';
import { PaymentsRefusedError, PaymentsUnavailableError } from '@gradus/integrations/stripe';

/** What went wrong with an effect, as ops read it, and whether trying again can help. */
export interface EffectProblem {
  code: string;
  detail: string;
  definitive: boolean;
  /** The provider said when to come back. */
  retryAfterMs: number | null;
}

/** Our own rows say that an effect cannot be done: trying again would not help before somebody puts that right. */
export class EffectRefusedError extends Error {
  override readonly name = 'EffectRefusedError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Somebody else is letting the same person in somewhere: a turn does not wait for them, it holds too much itself. */
export class EntriesBusyError extends Error {
  override readonly name = 'EntriesBusyError';
  readonly code = 'call.entries-busy';
}

/** Somebody says that an effect happened, and who would have done it does not know of it: still nobody knows. */
export class EffectUnconfirmedError extends Error {
  override readonly name = 'EffectUnconfirmedError';
  readonly code = 'effect.unconfirmed';
}

const DEFINITIVE = [GraderRefusedError, PaymentsRefusedError, CallRefusedError, EffectRefusedError];
/** These may say when to come back. */
const PASSING = [GraderUnavailableError, PaymentsUnavailableError, CallFailedError];

/** Reads any error thrown by an effect. What nobody knows is taken for a passing fault. */
export function problemOf(error: unknown): EffectProblem {
  const detail = error instanceof Error ? error.message : String(error);
  if (DEFINITIVE.some((kind) => error instanceof kind))
    return { code: codeOf(error), detail, definitive: true, retryAfterMs: null };
  if (error instanceof Error && PASSING.some((kind) => error instanceof kind))
    return { code: codeOf(error), detail, definitive: false, retryAfterMs: retryAfterOf(error) };
  return { code: codeOf(error), detail, definitive: false, retryAfterMs: null };
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code.slice(0, 80);
  return 'effect.failed';
}

function retryAfterOf(error: object): number | null {
  return 'retryAfterMs' in error && typeof error.retryAfterMs === 'number' ? error.retryAfterMs : null;
}
