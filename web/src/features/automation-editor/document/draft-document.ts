import type { DraftDetail } from '@gradus/contracts';
import type { Definition, Layout, Step } from '@gradus/flow';

export interface DraftDocument {
  definition: Definition;
  layout: Layout;
}

export type Operation =
  | { type: 'putStep'; stepId: string; step: Step }
  | { type: 'dropStep'; stepId: string }
  | { type: 'putEdges'; edges: Definition['edges'] }
  | { type: 'putLayout'; layout: Layout }
  | { type: 'putSettings'; settings: Definition['settings'] }
  | { type: 'putEntry'; entry: Definition['entry'] };

export function documentOf(draft: Pick<DraftDetail, 'definition' | 'layout'>): DraftDocument {
  return { definition: draft.definition as Definition, layout: draft.layout as Layout };
}

function applyOne(
  document: DraftDocument,
  operation: Operation,
): { document: DraftDocument; inverse: Operation } {
  const { definition, layout } = document;
  const put = (part: Partial<Definition>) => ({ definition: { ...definition, ...part }, layout });
  if (operation.type === 'putStep') {
    const before = definition.steps[operation.stepId];
    return {
      document: put({ steps: { ...definition.steps, [operation.stepId]: operation.step } }),
      inverse: before
        ? { type: 'putStep', stepId: operation.stepId, step: before }
        : { type: 'dropStep', stepId: operation.stepId },
    };
  }
  if (operation.type === 'dropStep') {
    const { [operation.stepId]: gone, ...steps } = definition.steps;
    return {
      document: put({ steps }),
      inverse: { type: 'putStep', stepId: operation.stepId, step: gone as Step },
    };
  }
  if (operation.type === 'putEdges')
    return {
      document: put({ edges: operation.edges }),
      inverse: { type: 'putEdges', edges: definition.edges },
    };
  if (operation.type === 'putLayout')
    return { document: { definition, layout: operation.layout }, inverse: { type: 'putLayout', layout } };
  if (operation.type === 'putSettings')
    return {
      document: put({ settings: operation.settings }),
      inverse: { type: 'putSettings', settings: definition.settings },
    };
  return {
    document: put({ entry: operation.entry }),
    inverse: { type: 'putEntry', entry: definition.entry },
  };
}

export function applyAll(document: DraftDocument, operations: readonly Operation[]) {
  const backward: Operation[] = [];
  let now = document;
  for (const operation of operations) {
    const { document: next, inverse } = applyOne(now, operation);
    now = next;
    backward.unshift(inverse);
  }
  return { document: now, backward };
}
