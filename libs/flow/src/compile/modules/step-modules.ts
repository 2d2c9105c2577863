import type { Definition, Step, StepId } from '../../model/definition.ts';
import type { Catalogue } from '../../model/plan.ts';
import { ancestorsOf, graphOf, type Graph } from '../graph.ts';

/** The module a step itself names. */
export function ownModule(step: Step): string | null {
  return step.kind === 'release' || step.kind === 'assess' ? step.config.module : null;
}

/** On the way to a step no module, one, or more than one was last opened or assessed. */
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
 */
export function modulesOfSteps(definition: Definition): Record<StepId, string | null> {
  const graph = graphOf(definition);
  const arriving = new Map<StepId, Last>([[definition.trigger, { module: null }]]);
  const open = [definition.trigger];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const step = definition.steps[id];
    if (step === undefined) continue;
    const own = ownModule(step);
    const leaving = own === null ? (arriving.get(id) ?? 'several') : { module: own };
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

/** For a release: the nearest earlier module, in course order, that some release on the way here opens. */
export function previousModule(graph: Graph, id: StepId, catalogue: Catalogue): string | null {
  const step = graph.steps[id];
  if (step?.kind !== 'release') return null;
  const position = new Map(catalogue.modules.map((module) => [module.key, module.position]));
  const own = position.get(step.config.module) ?? 0;
  let previous: string | null = null;
  for (const ancestor of ancestorsOf(graph, id)) {
    const other = graph.steps[ancestor];
    if (other?.kind !== 'release') continue;
    const place = position.get(other.config.module) ?? own;
    if (place < own && (previous === null || place > (position.get(previous) ?? 0)))
      previous = other.config.module;
  }
  return previous;
}
