import { actOnce } from '../effect-outcomes.ts';
import type { StepRules } from '../step-rules.ts';

/** Gives money back. Whether access ends with it is for another step to say. */
export const refund: StepRules<'refund'> = {
  ports: () => ['next', 'error'],
  listens: () => [],
  takesTime: () => false,
  decide: (_visit, cause) => actOnce(cause, { kind: 'refund' }, 'The refund'),
};
