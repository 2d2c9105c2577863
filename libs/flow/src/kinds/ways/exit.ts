import type { StepRules } from '../step-rules.ts';

/** Ends the whole run as `exited`, wherever else it stands. */
export const exit: StepRules<'exit'> = {
  ports: () => [],
  endsAt: () => true,
  listens: () => [],
  takesTime: () => false,
  decide: ({ config }) => ({ do: 'exit', reason: config.reason }),
};
