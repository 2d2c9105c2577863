import { modulesFor } from '../../kinds/blocks/for-each-module.ts';
import { CURRENT_MODULE } from '../../model/steps/current-module.ts';
import type { Definition, StepId } from '../../model/definition.ts';
import type { Around, Catalogue, EachBlock } from '../../model/plan.ts';
import { ancestorsOf, type Graph } from '../graph.ts';

/** The blocks that go through modules: of each step the one it stands in, or opens. */
export type Eaches = Readonly<Record<StepId, EachBlock | undefined>>;

/** Which modules each block of a drawing goes through, in course order, and which steps stand in it. */
export function eachBlocks(
  { steps }: Definition,
  around: Readonly<Record<StepId, Around[]>>,
  catalogue: Catalogue,
): Eaches {
  const blocks: Record<StepId, EachBlock> = {};
  for (const [stepId, step] of Object.entries(steps)) {
    if (step.kind !== 'forEachModule') continue;
    const modules = modulesFor(step.config, catalogue.modules).map(({ key }) => key);
    blocks[stepId] = { stepId, modules, previous: {} };
  }
  const inside = (id: StepId) =>
    (around[id] ?? []).findLast(({ stepId }) => steps[stepId]?.kind === 'forEachModule')?.stepId;
  return Object.fromEntries(Object.keys(steps).map((id) => [id, blocks[id] ?? blocks[inside(id) ?? '']]));
}

/** The modules that a step opens: its own, or all that the block around it goes through. */
export function openedBy({ steps }: Pick<Graph, 'steps'>, id: StepId, eaches: Eaches): readonly string[] {
  const step = steps[id];
  if (step?.kind !== 'release') return [];
  const { module } = step.config;
  return module === CURRENT_MODULE ? (eaches[id]?.modules ?? []) : [module];
}

/** For the release of a module: the nearest earlier one, in course order, that some release on the way here opens. */
export function previousOf(
  graph: Graph,
  id: StepId,
  module: string,
  { catalogue, eaches }: { catalogue: Catalogue; eaches: Eaches },
): string | null {
  const position = new Map(catalogue.modules.map(({ key, position: place }) => [key, place]));
  const own = position.get(module) ?? 0;
  const rounds = eaches[id] === undefined ? [] : [id];
  let previous: string | null = null;
  for (const before of [...ancestorsOf(graph, id), ...rounds])
    for (const opened of openedBy(graph, before, eaches)) {
      const place = position.get(opened) ?? own;
      if (place < own && (previous === null || place > (position.get(previous) ?? 0))) previous = opened;
    }
  return previous;
}
