import { type Definition, diffDefinitions, type SaidDifference, sayDiff } from '@gradus/flow';
import type { StepMark } from '../../../canvas/marks.ts';

export interface MergedDrawing {
  definition: Definition;
  marks: ReadonlyMap<string, StepMark>;
  /** What differs, in sentences. */
  said: SaidDifference[];
}

/**
 * Two versions in one drawing: the later one, with what it has no longer put back beside it, and on each step what became of
 * it; and the same in sentences. Only to be looked at.
 */
export function mergedDrawing(before: Definition, after: Definition): MergedDrawing {
  const diff = diffDefinitions(before, after);
  const changes = new Map(diff.steps.map(({ stepId, change }) => [stepId, change]));
  for (const { from } of diff.edges)
    if (before.steps[from] && after.steps[from] && !changes.has(from)) changes.set(from, 'changed');
  const gone = Object.keys(before.steps).filter((stepId) => !after.steps[stepId]);
  const steps = { ...after.steps };
  for (const stepId of gone) steps[stepId] = before.steps[stepId]!;
  const taken = new Set(after.edges.map(({ from, port }) => `${from} ${port}`));
  const back = before.edges.filter(
    ({ from, to, port }) => (!after.steps[from] || !after.steps[to]) && !taken.has(`${from} ${port}`),
  );
  const marks = new Map<string, StepMark>(
    Object.keys(steps).map((stepId) => [stepId, { kind: 'change', change: changes.get(stepId) ?? 'same' }]),
  );
  return {
    definition: { ...after, steps, edges: [...after.edges, ...back] },
    marks,
    said: sayDiff(diff, before, after),
  };
}
