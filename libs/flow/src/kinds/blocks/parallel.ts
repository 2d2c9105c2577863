import type { StepRules } from '../step-rules.ts';

/** Sets down a token on each way. */
export const parallel: StepRules<'parallel'> = {
  ports: ({ ways }) => ways.map(({ id }) => id),
  listens: () => [],
  takesTime: () => false,
  decide: ({ config }) => ({
    do: 'fork',
    ways: config.ways.map(({ id }) => ({ way: id, port: id })),
    atOnce: true,
  }),
};
