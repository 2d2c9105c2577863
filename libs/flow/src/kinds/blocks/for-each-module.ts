import type { StepOf } from '../../model/definition.ts';
import type { Facts, ModuleFacts } from '../../model/facts.ts';
import type { StepRules } from '../step-rules.ts';

/** The way that is walked for each module. */
export const EACH = 'each';

/** The modules a block goes through, in course order, of those that there are. */
export function modulesFor<M extends Pick<ModuleFacts, 'key' | 'position'>>(
  { modules }: StepOf<'forEachModule'>['config'],
  there: readonly M[],
): M[] {
  const chosen = there.filter(({ key }) => modules.kind === 'all' || modules.keys.includes(key));
  return chosen.toSorted((a, b) => a.position - b.position);
}

/** The ways of a block for this learner, one for each module of theirs that it goes through. */
export function waysFor(
  config: StepOf<'forEachModule'>['config'],
  { modules }: Pick<Facts, 'modules'>,
): Array<{ way: string; port: string }> {
  return modulesFor(config, modules).map(({ key }) => ({ way: key, port: EACH }));
}

/** Walks one way for each module, one module after the other. */
export const forEachModule: StepRules<'forEachModule'> = {
  ports: () => [EACH],
  listens: () => [],
  takesTime: () => false,
  decide: ({ config, facts }) => ({
    do: 'fork',
    ways: waysFor(config, facts),
    atOnce: false,
  }),
};
