import type { StepOf } from '../../model/definition.ts';
import type { EffectResult } from '../../model/inputs.ts';
import { actOnce } from '../effect-outcomes.ts';
import type { Emission, StepRules, Visit } from '../step-rules.ts';
import { keptValue } from './kept-values.ts';

type Config = StepOf<'webhook'>['config'];
/** What an answer without a status counts as: an imagined receiver is content. */
const CONTENT = 200;

/** The variables that the answer of the receiver is kept in; each is set, whatever came. */
function answered({ keep, statusInto }: Config, result: EffectResult): Emission[] {
  const kept = keep.map((one): Emission => ({
    type: 'setVar',
    name: one.into,
    value: keptValue(one, result[one.into]),
  }));
  if (statusInto === undefined) return kept;
  const status = result[statusInto];
  const value = typeof status === 'number' ? status : CONTENT;
  return [...kept, { type: 'setVar', name: statusInto, value }];
}

/** The variables that are sent, as they are now: what changes later does not change what was decided. */
function given({ config, state }: Visit<'webhook'>): Record<string, string | number | boolean> {
  const names = config.fields.flatMap(({ value }) => (value.kind === 'variable' ? [value.variable] : []));
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = state.vars[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Tells another system, and goes on when it has answered that it knows. */
export const webhook: StepRules<'webhook'> = {
  ports: () => ['next', 'error'],
  listens: () => [],
  takesTime: () => false,
  decide: (visit, cause) =>
    actOnce(cause, { kind: 'webhook', given: given(visit) }, 'The call', ({ result }) => ({
      do: 'leave',
      port: 'next',
      reason: 'effect',
      emit: answered(visit.config, result),
    })),
};
