import type { StepRules } from '../step-rules.ts';

/** Where a token stops; the last one finishes the run with this outcome. */
export const end: StepRules<'end'> = {
  ports: () => [],
  endsAt: () => true,
  listens: () => [],
  takesTime: () => false,
  decide: ({ config }) => ({ do: 'end', outcome: config.outcome }),
};
