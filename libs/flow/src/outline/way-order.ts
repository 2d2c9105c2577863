import type { Definition, StepId } from '../model/definition.ts';
import { outlineOf, type OutlineLine } from './outline.ts';

/** The steps of a part of an outline, in the order in which it reads: side ways before where they meet. */
export function stepsIn(lines: readonly OutlineLine[]): StepId[] {
  return lines.flatMap((line) =>
    line.kind === 'step' ? [line.stepId, ...line.ways.flatMap((way) => stepsIn(way.lines))] : [],
  );
}

/** Every step once, in the order in which the outline reads: along the way, what is loose last. */
export function stepsInOrder(definition: Definition): StepId[] {
  const { lines, loose } = outlineOf(definition);
  return [lines, ...loose].flatMap(stepsIn);
}

/**
 * The steps of several drawings of one automation as one way: in the order of the latest, and what only earlier ones have behind
 * the step that it stood behind there.
 */
export function orderOfAll(latest: Definition, earlier: readonly Definition[]): StepId[] {
  const order = stepsInOrder(latest);
  const known = new Set(order);
  for (const definition of earlier) {
    let at = 0;
    for (const id of stepsInOrder(definition)) {
      if (known.has(id)) at = order.indexOf(id) + 1;
      else order.splice(at++, 0, id);
      known.add(id);
    }
  }
  return order;
}
