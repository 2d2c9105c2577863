import { portsOf } from '../kinds/registry.ts';
import type { Edge } from '../model/definition.ts';
import { edgeIndex, redraw, stepOf, withEdges } from './documents.ts';
import { OperationRefusedError, type Applied, type FlowDocument, type OperationOf } from './operation.ts';

function edgeOf({ from, port, to, back }: OperationOf<'connect'>): Edge {
  return back === undefined ? { from, port, to } : { from, port, to, back };
}

/** Leads a way out to a step. One that led elsewhere is led anew; its old line is what the inverse draws. */
export function connect(document: FlowDocument, operation: OperationOf<'connect'>): Applied {
  const { from, port, to } = operation;
  const source = stepOf(document, from);
  if (!portsOf(source).includes(port)) {
    const message = `“${source.title}” has no way out called “${port}”. Choose one of its own.`;
    throw new OperationRefusedError('operation.port-unknown', message);
  }
  if (from === to) {
    const message = `“${source.title}” cannot lead to itself. Put a step in between.`;
    throw new OperationRefusedError('operation.onto-itself', message);
  }
  if (stepOf(document, to).kind === 'trigger') {
    const message = 'A line cannot lead back to the trigger. Lead it to the step after the trigger.';
    throw new OperationRefusedError('operation.into-trigger', message);
  }
  const edges = [...document.definition.edges];
  const index = edgeIndex(document, from, port);
  const before = edges[index];
  if (before === undefined) {
    edges.splice(operation.index ?? edges.length, 0, edgeOf(operation));
    return { document: withEdges(document, edges), inverse: [{ type: 'disconnect', from, port }] };
  }
  edges[index] = edgeOf(operation);
  return { document: withEdges(document, edges), inverse: [redraw(before, index)] };
}

/** Takes a line away. */
export function disconnect(document: FlowDocument, { from, port }: OperationOf<'disconnect'>): Applied {
  const index = edgeIndex(document, from, port);
  const edge = document.definition.edges[index];
  if (edge === undefined) {
    const message = `Nothing is connected to “${port}” of “${from}”. Load the drawing anew.`;
    throw new OperationRefusedError('operation.line-unknown', message);
  }
  const edges = document.definition.edges.toSpliced(index, 1);
  return { document: withEdges(document, edges), inverse: [redraw(edge, index)] };
}
