import { joinOf, opensBlock } from '../compile/blocks/scopes.ts';
import { portsOf } from '../kinds/registry.ts';
import type { Edge, StepId } from '../model/definition.ts';
import {
  edgeIndex,
  redraw,
  refuseTaken,
  stepOf,
  withDefinition,
  withEdges,
  withPosition,
  withStep,
} from './documents.ts';
import { withoutSteps } from './notes.ts';
import {
  OperationRefusedError,
  type Applied,
  type FlowDocument,
  type Operation,
  type OperationOf,
} from './operation.ts';

/** Puts steps into a line: it leads to `first` now, and what it led to follows `last` by its first port. */
function threadInto(
  document: FlowDocument,
  edges: Edge[],
  index: number,
  first: StepId,
  last: StepId,
): Edge[] {
  const { from, port, to, back } = edges[index] as Edge;
  const out = portsOf(stepOf(document, last))[0];
  if (out === undefined) {
    const message = `Nothing can follow an end, so it would cut off what comes after “${stepOf(document, from).title}”. Remove that line first.`;
    throw new OperationRefusedError('operation.cuts-off', message);
  }
  const onward: Edge =
    back === undefined ? { from: last, port: out, to } : { from: last, port: out, to, back };
  return [...edges.with(index, { from, port, to: first }), onward];
}

/** The step with the join of its block, if it brings one: all of its ways lead there. */
function added(
  document: FlowDocument,
  { stepId, step, join, position }: OperationOf<'insertStep'>,
): FlowDocument {
  refuseTaken(document, stepId);
  let next = withStep(document, stepId, step);
  if (position !== undefined) next = withPosition(next, stepId, position);
  if (join === undefined) return next;
  refuseTaken(next, join.stepId);
  if (!opensBlock(step) || join.step.kind !== 'join') {
    const message = `“${step.title}” opens no block, so no join belongs to it. Insert the two one after the other.`;
    throw new OperationRefusedError('operation.no-block', message);
  }
  const ways = portsOf(step).map((port) => ({ from: stepId, port, to: join.stepId }));
  next = withStep(next, join.stepId, join.step);
  return withEdges(next, [...next.definition.edges, ...ways]);
}

/** Adds a step, alone or in the middle of a line. */
export function insertStep(document: FlowDocument, operation: OperationOf<'insertStep'>): Applied {
  const { stepId, after, join } = operation;
  const next = added(document, operation);
  const inverse: Operation[] = [{ type: 'removeStep', stepId }];
  if (after === null) return { document: next, inverse };
  const source = stepOf(document, after.stepId);
  if (!portsOf(source).includes(after.port)) {
    const message = `“${source.title}” has no way out called “${after.port}”. Choose one of its own.`;
    throw new OperationRefusedError('operation.port-unknown', message);
  }
  const index = edgeIndex(document, after.stepId, after.port);
  const { edges } = next.definition;
  if (index >= 0) {
    const threaded = threadInto(next, edges, index, stepId, join?.stepId ?? stepId);
    return { document: withEdges(next, threaded), inverse };
  }
  const line = { from: after.stepId, port: after.port, to: stepId };
  const unplug: Operation = { type: 'disconnect', from: after.stepId, port: after.port };
  return { document: withEdges(next, [...edges, line]), inverse: [unplug, ...inverse] };
}

/** Where a line into a step that goes leads instead: along first ways out, as far as those steps go too. */
function onwardFrom(edges: Edge[], gone: ReadonlyMap<StepId, string | undefined>, into: Edge): Edge | null {
  let { to } = into;
  let back = into.back === true;
  let last: Edge | undefined;
  const passed = new Set<StepId>();
  while (gone.has(to)) {
    const port = gone.get(to);
    const at: StepId = to;
    last = edges.find((edge) => edge.from === at && edge.port === port);
    if (last === undefined || passed.has(at)) return null;
    passed.add(at);
    to = last.to;
    back ||= last.back === true;
  }
  if (to === into.from) return null;
  const { from, port } = into;
  if (back) return { from, port, to, back };
  const drawn = into.back ?? last?.back;
  return drawn === undefined ? { from, port, to } : { from, port, to, back: drawn };
}

/** Takes a step out, and the join of the block it opened; whatever led to it now leads to where its first port led. */
export function removeStep(document: FlowDocument, { stepId }: OperationOf<'removeStep'>): Applied {
  const { definition } = document;
  stepOf(document, stepId);
  if (stepId === definition.trigger) {
    const message = 'An automation needs its trigger. Change its settings instead.';
    throw new OperationRefusedError('operation.trigger-needed', message);
  }
  const join = joinOf(definition, stepId);
  const ids = join === null ? [stepId] : [stepId, join];
  const gone = new Map(ids.map((id) => [id, portsOf(stepOf(document, id))[0]]));
  const kept: Edge[] = [];
  const redrawn: Operation[] = [];
  for (const [index, edge] of definition.edges.entries()) {
    if (!gone.has(edge.from) && !gone.has(edge.to)) {
      kept.push(edge);
      continue;
    }
    redrawn.push(redraw(edge, index));
    const bridge = gone.has(edge.from) ? null : onwardFrom(definition.edges, gone, edge);
    if (bridge !== null) kept.push(bridge);
  }
  const steps = Object.fromEntries(Object.entries(definition.steps).filter(([id]) => !gone.has(id)));
  const { notes, restored } = withoutSteps(definition, (id) => gone.has(id));
  const left = notes === undefined ? { steps, edges: kept } : { steps, edges: kept, notes };
  const removed = ids.reduce((next, id) => withPosition(next, id, null), withDefinition(document, left));
  const inserted = ids.map((id): Operation => {
    const position = document.layout[id];
    const insert = { type: 'insertStep' as const, stepId: id, step: stepOf(document, id), after: null };
    return position === undefined ? insert : { ...insert, position };
  });
  return { document: removed, inverse: [...inserted, ...redrawn, ...restored] };
}
