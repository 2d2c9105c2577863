import { canEndAt, rulesOf } from '../../kinds/registry.ts';
import type { Definition, Edge, StepId } from '../../model/definition.ts';
import { graphOf, reachableFrom } from '../graph.ts';
import type { Scopes } from './scopes.ts';

/**
 * The joins that nobody can come to and go on from in the same moment: they wait for all of their ways, and one of those
 * always takes time. Inner blocks are looked at first, since a join of theirs may be what takes time in a way.
 */
export function slowJoins(definition: Definition, { around, joins }: Scopes): Set<StepId> {
  const { steps } = definition;
  const slow = new Set<StepId>();
  const atOnce = ({ from, port }: Edge) => {
    const step = steps[from];
    return step !== undefined && !slow.has(from) && !rulesOf(step).takesTime(step.config, port);
  };
  const depth = (id: StepId) => around[id]?.length ?? 0;
  const inner = Object.entries(joins).sort(([a], [b]) => depth(b) - depth(a));
  for (const [opener, join] of inner) {
    const step = steps[join];
    if (step?.kind !== 'join' || step.config.for.kind !== 'all') continue;
    const inside = graphOf(definition, (edge) => edge.from !== join && atOnce(edge));
    const slowWay = (inside.from.get(opener) ?? []).some(({ to }) => {
      const reached = reachableFrom(inside, [to]);
      return !reached.has(join) && ![...reached].some((id) => canEndAt(definition, id));
    });
    if (slowWay) slow.add(join);
  }
  return slow;
}
