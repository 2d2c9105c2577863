import type { Step } from '../../model/definition.ts';
import type { Catalogue, Opening } from '../../model/plan.ts';
import type { Graph } from '../graph.ts';
import { previousModule } from './step-modules.ts';

/** Whether a step waits for a moment that hangs on when a module opens. */
export function countsFromOpening(step: Step): boolean {
  return (
    step.kind === 'wait' && step.config.for.kind === 'courseDate' && step.config.for.from.kind === 'module'
  );
}

/** How a drawing opens its modules, by key. */
export function openingsIn(graph: Graph, catalogue: Catalogue): Record<string, Opening[]> {
  const openings: Record<string, Opening[]> = {};
  for (const [id, step] of Object.entries(graph.steps)) {
    if (step.kind !== 'release') continue;
    const opening = { config: step.config, previous: previousModule(graph, id, catalogue) };
    openings[step.config.module] = [...(openings[step.config.module] ?? []), opening];
  }
  return openings;
}
