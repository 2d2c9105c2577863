import { canEndAt, rulesOf } from '../../kinds/registry.ts';
import type { Definition, Edge, StepId } from '../../model/definition.ts';
import { graphOf, reachableFrom } from '../graph.ts';
import type { Scopes } from './scopes.ts';

/**
 * The joins that nobody can come to and go on from by these lines alone: they wait for all of their ways, and one of those
 * leads neither there nor to an end. Inner blocks are looked at first, since a join of theirs may be what holds up a way.
 */
export function heldJoins(
  definition: Definition,
  { around, joins }: Scopes,
  passes: (edge: Edge) => boolean,
): Set<StepId> {
  const { steps } = definition;
  const held = new Set<StepId>();
  const depth = (id: StepId) => around[id]?.length ?? 0;
  const inner = Object.entries(joins).sort(([a], [b]) => depth(b) - depth(a));
  for (const [opener, join] of inner) {
    const step = steps[join];
    if (step?.kind !== 'join' || step.config.for.kind !== 'all') continue;
    const inside = graphOf(definition, (edge) => edge.from !== join && !held.has(edge.from) && passes(edge));
    const heldUp = (inside.from.get(opener) ?? []).some(({ to }) => {
      const reached = reachableFrom(inside, [to]);
      return !reached.has(join) && ![...reached].some((id) => canEndAt(definition, id));
    });
    if (heldUp) held.add(join);
  }
  return held;
}

/** The joins that nobody can come to and go on from in the same moment: one of their ways always takes time. */
export function slowJoins(definition: Definition, scopes: Scopes): Set<StepId> {
  return heldJoins(definition, scopes, ({ from, port }) => {
    const step = definition.steps[from];
    return step !== undefined && !rulesOf(step).takesTime(step.config, port);
  });
}
