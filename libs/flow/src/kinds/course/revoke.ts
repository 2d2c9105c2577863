import { actOnce } from '../effect-outcomes.ts';
import type { StepRules } from '../step-rules.ts';

/** Takes the certificate back, if there is one. Twice is once: the first reason stays. */
export const revoke: StepRules<'revoke'> = {
  ports: () => ['next', 'error'],
  listens: () => [],
  takesTime: () => false,
  decide: (_visit, cause) => actOnce(cause, { kind: 'revoke' }, 'Revoking the certificate'),
};
