import type { Definition, Step, StepId } from '../../model/definition.ts';
import { CURRENT_MODULE } from '../../model/steps/current-module.ts';
import { graphOf } from '../graph.ts';

/** The module a step itself names. */
export function ownModule({ kind, config }: Step): string | null {
  const about = kind === 'release' || kind === 'relock' || kind === 'assess' || kind === 'grade';
  return about ? config.module : null;
}

/** On the way to a step no module, one, or more than one was last opened, closed or assessed. */
type Last = { module: string | null } | 'several';

function merge(a: Last | undefined, b: Last): Last {
  if (a === undefined) return b;
  if (a === 'several' || b === 'several') return 'several';
  return a.module === b.module ? a : 'several';
}

function sameLast(a: Last | undefined, b: Last): boolean {
  if (a === undefined || a === 'several' || b === 'several') return a === b;
  return a.module === b.module;
}

/**
 * The module each step is about: its own, or the one that was last opened or assessed on every way to it. This is what
 * {{module.title}} means in a message.
 *
 * @param openers - Join -> the step that opened its block.
 */
export function modulesOfSteps(
  definition: Definition,
  openers: Readonly<Record<StepId, StepId>>,
): Record<StepId, string | null> {
  const graph = graphOf(definition);
  const arriving = new Map<StepId, Last>([[definition.trigger, { module: null }]]);
  const opens = (id: StepId | undefined) =>
    id !== undefined && definition.steps[id]?.kind === 'forEachModule';
  /** Inside of a block that goes through modules it is the one it is at, behind it none in particular. */
  const passing = (id: StepId, last: Last): Last => {
    if (opens(id)) return { module: CURRENT_MODULE };
    return opens(openers[id]) ? 'several' : last;
  };
  const open = [definition.trigger];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const step = definition.steps[id];
    if (step === undefined) continue;
    const own = ownModule(step);
    const leaving = own !== null ? { module: own } : passing(id, arriving.get(id) ?? 'several');
    for (const { to } of graph.from.get(id) ?? []) {
      const before = arriving.get(to);
      const merged = merge(before, leaving);
      if (sameLast(before, merged)) continue;
      arriving.set(to, merged);
      open.push(to);
    }
  }
  return Object.fromEntries(
    Object.entries(definition.steps).map(([id, step]) => {
      const last = arriving.get(id);
      const inherited = last === undefined || last === 'several' ? null : last.module;
      return [id, ownModule(step) ?? inherited];
    }),
  );
}
