import { graphOf, topological } from '../compile/graph.ts';
import type { Definition, StepId } from '../model/definition.ts';

/**
 * For every step, the first one that all its ways come to, whichever is taken; null when some way ends before. Lines that lead
 * back do not count: they only ever leave a stretch to go through it again.
 */
export function meetings(definition: Definition): Map<StepId, StepId | null> {
  const graph = graphOf(definition, (edge) => edge.back !== true);
  const { order } = topological(graph);
  const place = new Map(order.map((id, index) => [id, index]));
  const meeting = new Map<StepId, StepId | null>();
  /** Climbs from two steps along their meetings until they are the same. */
  const common = (a: StepId | null, b: StepId | null): StepId | null => {
    let [left, right] = [a, b];
    while (left !== right) {
      if (left === null || right === null) return null;
      if ((place.get(left) ?? 0) < (place.get(right) ?? 0)) left = meeting.get(left) ?? null;
      else right = meeting.get(right) ?? null;
    }
    return left;
  };
  for (const id of order.toReversed()) {
    const next = (graph.from.get(id) ?? []).map(({ to }) => to).filter((to) => place.has(to));
    const [first, ...others] = next;
    meeting.set(id, first === undefined ? null : others.reduce<StepId | null>(common, first));
  }
  return meeting;
}
