import { atModule } from '../../model/steps/current-module.ts';
import type { Step } from '../../model/definition.ts';
import type { Catalogue, Opening } from '../../model/plan.ts';
import type { Graph } from '../graph.ts';
import { previousOf, type Eaches } from './each-blocks.ts';

/** Whether a step waits for a moment that hangs on when a module opens. */
export function countsFromOpening(step: Step): boolean {
  return (
    step.kind === 'wait' && step.config.for.kind === 'courseDate' && step.config.for.from.kind === 'module'
  );
}

/** How a drawing opens its modules, by key. */
export function openingsIn(
  graph: Graph,
  known: { catalogue: Catalogue; eaches: Eaches },
): Record<string, Opening[]> {
  const openings: Record<string, Opening[]> = {};
  for (const [id, step] of Object.entries(graph.steps)) {
    if (step.kind !== 'release') continue;
    for (const [module, previous] of Object.entries(previousOf(graph, id, known))) {
      openings[module] = [...(openings[module] ?? []), { config: atModule(step.config, module), previous }];
    }
  }
  return openings;
}
