import type { StepOf } from '../../model/definition.ts';
import type { RunState } from '../../model/state.ts';
import { keptValue } from '../outside/kept-values.ts';
import type { Emission, StepRules } from '../step-rules.ts';

/** Variables that were declared and did not come, or came as something else: each is there from the start. */
function declared({ on }: StepOf<'trigger'>['config'], { vars }: Readonly<RunState>): Emission[] {
  if (on.kind !== 'webhook') return [];
  return on.keep.flatMap((kept): Emission[] => {
    const value = keptValue(kept, vars[kept.into]);
    return vars[kept.into] === value ? [] : [{ type: 'setVar', name: kept.into, value }];
  });
}

/** Where a run begins; the driver has matched the event, so a token only passes through. */
export const trigger: StepRules<'trigger'> = {
  ports: () => ['next'],
  listens: () => [],
  takesTime: () => false,
  decide: ({ config, state }) => ({
    do: 'leave',
    port: 'next',
    reason: 'passed through',
    emit: declared(config, state),
  }),
};
