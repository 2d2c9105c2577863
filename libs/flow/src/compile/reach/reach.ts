import { canEndAt, mayStayOpen, portsOf } from '../../kinds/registry.ts';
import type { Definition, StepId } from '../../model/definition.ts';
import { graphOf, leadingTo, reachableFrom, type Graph } from '../graph.ts';

/** How far the ways of a drawing reach. */
export interface Reach {
  graph: Graph;
  /** Steps that no way from the trigger leads to. */
  missed: ReadonlySet<StepId>;
  /** Steps from which some way leads to a way out that leads nowhere. */
  open: ReadonlySet<StepId>;
  /** Steps from which some way leads to an end. */
  ending: ReadonlySet<StepId>;
}

/** Looks how far the ways lead, and where they break off. */
export function reachOf(definition: Definition): Reach {
  const graph = graphOf(definition);
  const ids = Object.keys(graph.steps);
  const reached = reachableFrom(graph, [definition.trigger]);
  const breaksOff = (id: StepId) => {
    const step = graph.steps[id];
    const lines = graph.from.get(id) ?? [];
    return (
      step !== undefined &&
      portsOf(step).some((port) => !mayStayOpen(step, port) && !lines.some((line) => line.port === port))
    );
  };
  return {
    graph,
    missed: new Set(ids.filter((id) => !reached.has(id))),
    open: leadingTo(graph, ids.filter(breaksOff)),
    ending: leadingTo(
      graph,
      ids.filter((id) => canEndAt(definition, id)),
    ),
  };
}
