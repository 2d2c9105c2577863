import { graphOf, type Graph } from '../../compile/graph.ts';
import { sayPort } from '../../explain/say-port.ts';
import type { Definition, Edge, StepId } from '../../model/definition.ts';
import type { Instant } from '../../model/instant.ts';
import type { SimulationEntry } from '../../simulate/entries.ts';
import { addDuration } from '../../time/durations.ts';

/** The lines from one step to another, as few as there are; null: no way leads there. */
function linesTo(graph: Graph, from: StepId, to: StepId): Edge[] | null {
  const cameBy = new Map<StepId, Edge | null>([[from, null]]);
  for (const [id] of cameBy)
    for (const edge of graph.from.get(id) ?? []) if (!cameBy.has(edge.to)) cameBy.set(edge.to, edge);
  if (!cameBy.has(to)) return null;
  const lines: Edge[] = [];
  for (let edge = cameBy.get(to); edge; edge = cameBy.get(edge.from)) lines.unshift(edge);
  return lines;
}

/**
 * The shortest way to a step, read off the drawing: for whoever no imagined learner gets to, because something before it is wrong
 * as well. Only waits of a fixed length take time. Null: no way leads there.
 */
export function shortestWay(
  definition: Definition,
  to: StepId,
  enrolledAt: Instant,
): { entries: SimulationEntry[]; at: Instant } | null {
  const lines = linesTo(graphOf(definition), definition.trigger, to);
  if (lines === null) return null;
  let at = enrolledAt;
  const entries = lines.flatMap(({ from, port }): SimulationEntry[] => {
    const step = definition.steps[from];
    if (step === undefined) return [];
    if (step.kind === 'wait' && step.config.for.kind === 'duration')
      at = addDuration(at, step.config.for.duration, null);
    const detail = `Goes on by “${sayPort(step, port)}”.`;
    return [{ at, kind: 'branch', stepId: from, title: step.title, detail, port }];
  });
  return { entries, at };
}
