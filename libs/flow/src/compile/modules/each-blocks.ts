import { modulesFor } from '../../kinds/blocks/for-each-module.ts';
import { modulesMeant } from '../../model/steps/current-module.ts';
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
  const inside = (id: StepId) => (around[id] ?? []).findLast(({ each }) => each === true)?.stepId;
  return Object.fromEntries(Object.keys(steps).map((id) => [id, blocks[id] ?? blocks[inside(id) ?? '']]));
}

/** The modules that a step opens: its own, or all that the block around it goes through. */
export function openedBy({ steps }: Pick<Graph, 'steps'>, id: StepId, eaches: Eaches): readonly string[] {
  const step = steps[id];
  return step?.kind === 'release' ? modulesMeant(step.config.module, eaches[id]?.modules) : [];
}

/** For each module that a step opens: the nearest earlier one, in course order, that some release on the way here opens. */
export function previousOf(
  graph: Graph,
  id: StepId,
  { catalogue, eaches }: { catalogue: Catalogue; eaches: Eaches },
): Record<string, string | null> {
  const opens = openedBy(graph, id, eaches);
  if (opens.length === 0) return {};
  const position = new Map(catalogue.modules.map(({ key, position: place }) => [key, place]));
  const rounds = eaches[id] === undefined ? [] : [id];
  const before = [...ancestorsOf(graph, id), ...rounds].flatMap((one) => openedBy(graph, one, eaches));
  const nearest = (module: string) => {
    const own = position.get(module) ?? 0;
    let previous: string | null = null;
    for (const opened of before) {
      const place = position.get(opened) ?? own;
      if (place < own && (previous === null || place > (position.get(previous) ?? 0))) previous = opened;
    }
    return previous;
  };
  return Object.fromEntries(opens.map((module) => [module, nearest(module)]));
}
