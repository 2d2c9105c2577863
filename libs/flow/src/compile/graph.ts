import type { Definition, Edge, Step, StepId } from '../model/definition.ts';

/** A definition's lines, indexed both ways. Lines from or to steps that do not exist are left out. */
export interface Graph {
  steps: Record<StepId, Step>;
  edges: Edge[];
  from: Map<StepId, Edge[]>;
  into: Map<StepId, Edge[]>;
}

function groupBy(edges: Edge[], key: (edge: Edge) => StepId): Map<StepId, Edge[]> {
  const groups = new Map<StepId, Edge[]>();
  for (const edge of edges) {
    const group = groups.get(key(edge));
    if (group === undefined) groups.set(key(edge), [edge]);
    else group.push(edge);
  }
  return groups;
}

/** Indexes the lines that `keep` lets through. */
export function graphOf(definition: Definition, keep: (edge: Edge) => boolean = () => true): Graph {
  const { steps } = definition;
  const known = (id: StepId) => Object.hasOwn(steps, id);
  const edges = definition.edges.filter((edge) => known(edge.from) && known(edge.to) && keep(edge));
  return { steps, edges, from: groupBy(edges, (edge) => edge.from), into: groupBy(edges, (edge) => edge.to) };
}

function spread(starts: Iterable<StepId>, next: (id: StepId) => StepId[]): Set<StepId> {
  const seen = new Set<StepId>();
  const open = [...starts];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...next(id));
  }
  return seen;
}

/** Every step that can be reached from these, themselves included. */
export function reachableFrom(graph: Graph, starts: Iterable<StepId>): Set<StepId> {
  return spread(starts, (id) => (graph.from.get(id) ?? []).map((edge) => edge.to));
}

/** Every step from which one of these can be reached, themselves included. */
export function leadingTo(graph: Graph, targets: Iterable<StepId>): Set<StepId> {
  return spread(targets, (id) => (graph.into.get(id) ?? []).map((edge) => edge.from));
}

/** Every step passed before `id` on some way to it; `id` itself only when a loop comes back to it. */
export function ancestorsOf(graph: Graph, id: StepId): Set<StepId> {
  return leadingTo(
    graph,
    (graph.into.get(id) ?? []).map((edge) => edge.from),
  );
}

/** The steps in an order in which every line points forward, and the steps that stand in a loop instead. */
export function topological(graph: Graph): { order: StepId[]; looping: StepId[] } {
  const waitingFor = new Map<StepId, number>();
  for (const id of Object.keys(graph.steps)) waitingFor.set(id, (graph.into.get(id) ?? []).length);
  const ready = [...waitingFor].filter(([, count]) => count === 0).map(([id]) => id);
  const order: StepId[] = [];
  for (let id = ready.shift(); id !== undefined; id = ready.shift()) {
    order.push(id);
    waitingFor.delete(id);
    for (const { to } of graph.from.get(id) ?? []) {
      const left = (waitingFor.get(to) ?? 0) - 1;
      waitingFor.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  const behind = [...waitingFor.keys()];
  const looping = behind.filter((id) => ancestorsOf(graph, id).has(id));
  return { order, looping };
}
