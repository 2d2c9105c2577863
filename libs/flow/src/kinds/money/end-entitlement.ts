import { actOnce } from '../effect-outcomes.ts';
import type { StepRules } from '../step-rules.ts';

/** Ends a right to the course. The run goes on, unless its settings end it when access is closed. */
export const endEntitlement: StepRules<'endEntitlement'> = {
  ports: () => ['next', 'error'],
  listens: () => [],
  takesTime: () => false,
  decide: (_visit, cause) => actOnce(cause, { kind: 'endEntitlement' }, 'Ending the access'),
};
