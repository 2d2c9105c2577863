import type { StepRules } from '../step-rules.ts';

/** Where a run begins; the driver has matched the event, so a token only passes through. */
export const trigger: StepRules<'trigger'> = {
  ports: () => ['next'],
  listens: () => [],
  takesTime: () => false,
  decide: () => ({ do: 'leave', port: 'next', reason: 'passed through' }),
};
