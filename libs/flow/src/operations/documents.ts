import type { Edge, Step, StepId } from '../model/definition.ts';
import { OperationRefusedError, type FlowDocument } from './operation.ts';

/**
 * The step with this id.
 *
 * @throws OperationRefusedError `operation.step-unknown`
 */
export function stepOf({ definition }: FlowDocument, id: StepId): Step {
  const step = definition.steps[id];
  if (step !== undefined) return step;
  throw new OperationRefusedError(
    'operation.step-unknown',
    `There is no step “${id}” (any more). Load the drawing anew.`,
  );
}

/** The document with its definition changed in part. */
export function withDefinition(
  document: FlowDocument,
  change: Partial<FlowDocument['definition']>,
): FlowDocument {
  return { ...document, definition: { ...document.definition, ...change } };
}

/** The document with one step put in place or changed. */
export function withStep(document: FlowDocument, id: StepId, step: Step): FlowDocument {
  return withDefinition(document, { steps: { ...document.definition.steps, [id]: step } });
}

/** The document with other lines. */
export function withEdges(document: FlowDocument, edges: Edge[]): FlowDocument {
  return withDefinition(document, { edges });
}

/** The document with a box moved, or with its place forgotten. */
export function withPosition(
  document: FlowDocument,
  id: StepId,
  position: { x: number; y: number } | null,
): FlowDocument {
  const { [id]: _, ...layout } = document.layout;
  return { ...document, layout: position === null ? layout : { ...layout, [id]: position } };
}

/** Where in the list of lines the one out of this port stands; -1 when it leads nowhere. */
export function edgeIndex({ definition }: FlowDocument, from: StepId, port: string): number {
  return definition.edges.findIndex((edge) => edge.from === from && edge.port === port);
}

/** The operation that draws this line again at its old place. */
export function redraw({ from, port, to, back }: Edge, index: number) {
  const edge = back === undefined ? { from, port, to } : { from, port, to, back };
  return { type: 'connect' as const, ...edge, index };
}

/**
 * Steps and notes have their ids out of one pot: both have their place in the layout.
 *
 * @throws OperationRefusedError `operation.id-taken`
 */
export function refuseTaken({ definition }: FlowDocument, id: string): void {
  const taken = definition.steps[id] === undefined ? definition.notes?.[id] && 'note' : ('step' as const);
  if (!taken) return;
  const message = `There is a ${taken} “${id}” already. Give the new one another id.`;
  throw new OperationRefusedError('operation.id-taken', message);
}
