import { rulesOf } from '../../kinds/registry.ts';
import { MOST_VISITS } from '../../kinds/limits.ts';
import type { Definition, Edge, StepId } from '../../model/definition.ts';
import type { Problem } from '../../model/plan.ts';
import { graphOf, leadingTo, reachableFrom } from '../graph.ts';
import { error, named } from '../problems.ts';

/** Whether a line is passed at the moment its step is left. Going back by a counter costs no time by itself. */
function atOnce(definition: Definition, { from, port }: Edge): boolean {
  const step = definition.steps[from];
  return step !== undefined && (step.kind === 'goTo' || !rulesOf(step).takesTime(step.config, port));
}

/** The most steps that the loop closed by this counted way back can take at one moment. */
function mostAtOnce(definition: Definition, id: StepId): number {
  const graph = graphOf(definition, (edge) => atOnce(definition, edge));
  const back = (graph.from.get(id) ?? []).find(({ port }) => port === 'again');
  if (back === undefined) return 0;
  const before = leadingTo(graph, [id]);
  const round = [...reachableFrom(graph, [back.to])].filter((step) => before.has(step));
  const counts = round.map((step) => {
    const found = definition.steps[step];
    return found?.kind === 'goTo' ? found.config.max + 1 : 1;
  });
  return counts.reduce((product, count) => product * count, round.length);
}

/** Counted loops so long that a run would stop in the middle of them. */
export function checkCountedLoops(definition: Definition): Problem[] {
  return Object.entries(definition.steps).flatMap(([id, step]) => {
    if (step.kind !== 'goTo' || mostAtOnce(definition, id) <= MOST_VISITS) return [];
    const message = `${named(step)} may go round so often without time passing that a run stops after ${MOST_VISITS} steps. Put a wait into the loop, or let it go back less often.`;
    return [error('flow.loop-too-long', id, 'max', message)];
  });
}
