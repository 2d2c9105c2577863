import type { DraftDetail } from '@gradus/contracts';
import { applyOperations } from '@gradus/flow';
import type { Definition, FlowDocument, Layout, Operation } from '@gradus/flow';

export function documentOf(draft: Pick<DraftDetail, 'definition' | 'layout'>): FlowDocument {
  return { definition: draft.definition as Definition, layout: draft.layout as Layout };
}

/**
 * Applies operations in order; `backward` takes all of them back.
 *
 * @throws OperationRefusedError when one of them does not fit; then none is applied
 */
export function applyAll(document: FlowDocument, operations: readonly Operation[]) {
  const { document: now, inverse } = applyOperations(document, operations);
  return { document: now, backward: inverse };
}

/** Whether a line from one step to the other would close a loop. */
export function closesLoop({ edges }: Definition, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [to];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    if (step === from) return true;
    if (seen.has(step)) continue;
    seen.add(step);
    for (const edge of edges) if (edge.from === step && !edge.back) open.push(edge.to);
  }
  return false;
}
