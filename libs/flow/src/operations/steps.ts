import { portsOf } from '../kinds/registry.ts';
import type { Edge, StepId } from '../model/definition.ts';
import { edgeIndex, redraw, stepOf, withDefinition, withEdges, withPosition, withStep } from './documents.ts';
import {
  OperationRefusedError,
  type Applied,
  type FlowDocument,
  type Operation,
  type OperationOf,
} from './operation.ts';

/** Puts `id` into a line: what the line led to now follows the new step's first port. */
function threadInto(document: FlowDocument, edges: Edge[], index: number, id: StepId): Edge[] {
  const { from, port, to, back } = edges[index] as Edge;
  const first = portsOf(stepOf(document, id))[0];
  if (first === undefined) {
    const message = `Nothing can follow an end, so it would cut off what comes after "${from}". Remove that line first.`;
    throw new OperationRefusedError('operation.cuts-off', message);
  }
  const onward: Edge =
    back === undefined ? { from: id, port: first, to } : { from: id, port: first, to, back };
  return [...edges.with(index, { from, port, to: id }), onward];
}

/** Adds a step, alone or in the middle of a line. */
export function insertStep(document: FlowDocument, operation: OperationOf<'insertStep'>): Applied {
  const { stepId, step, after, position } = operation;
  if (document.definition.steps[stepId] !== undefined) {
    const message = `There is a step "${stepId}" already. Give the new one another id.`;
    throw new OperationRefusedError('operation.id-taken', message);
  }
  let added = withStep(document, stepId, step);
  if (position !== undefined) added = withPosition(added, stepId, position);
  const inverse: Operation[] = [{ type: 'removeStep', stepId }];
  if (after === null) return { document: added, inverse };
  const source = stepOf(document, after.stepId);
  if (!portsOf(source).includes(after.port)) {
    const message = `"${source.title}" has no way out called "${after.port}". Choose one of its own.`;
    throw new OperationRefusedError('operation.port-unknown', message);
  }
  const index = edgeIndex(document, after.stepId, after.port);
  const { edges } = document.definition;
  if (index >= 0) return { document: withEdges(added, threadInto(added, edges, index, stepId)), inverse };
  const line = { from: after.stepId, port: after.port, to: stepId };
  const unplug: Operation = { type: 'disconnect', from: after.stepId, port: after.port };
  return { document: withEdges(added, [...edges, line]), inverse: [unplug, ...inverse] };
}

/** A line into the removed step, led on to where the step led; null when there is nowhere to lead it. */
function healed(edge: Edge, onward: Edge | undefined): Edge | null {
  const nowhere = onward === undefined || onward.to === onward.from || onward.to === edge.from;
  if (nowhere) return null;
  const { from, port } = edge;
  const back = edge.back === true ? true : onward.back;
  return back === undefined ? { from, port, to: onward.to } : { from, port, to: onward.to, back };
}

/** Takes a step out; whatever led to it now leads to where its first port led. */
export function removeStep(document: FlowDocument, { stepId }: OperationOf<'removeStep'>): Applied {
  const step = stepOf(document, stepId);
  if (stepId === document.definition.trigger) {
    const message = 'An automation needs its trigger. Change its settings instead.';
    throw new OperationRefusedError('operation.trigger-needed', message);
  }
  const { edges } = document.definition;
  const first = portsOf(step)[0];
  const onward = edges.find((edge) => edge.from === stepId && edge.port === first);
  const kept: Edge[] = [];
  const redrawn: Operation[] = [];
  for (const [index, edge] of edges.entries()) {
    if (edge.from !== stepId && edge.to !== stepId) {
      kept.push(edge);
      continue;
    }
    redrawn.push(redraw(edge, index));
    const bridge = edge.from === stepId ? null : healed(edge, onward);
    if (bridge !== null) kept.push(bridge);
  }
  const { [stepId]: _, ...steps } = document.definition.steps;
  const position = document.layout[stepId];
  const added = { type: 'insertStep' as const, stepId, step, after: null };
  const insert: Operation = position === undefined ? added : { ...added, position };
  const removed = withPosition(withDefinition(document, { steps, edges: kept }), stepId, null);
  return { document: removed, inverse: [insert, ...redrawn] };
}
