import { Graph, layout as dagreLayout } from '@dagrejs/dagre';
import { portsOf } from '@gradus/flow';
import type { Definition, Layout } from '@gradus/flow';

/** Canvas units. Boxes have one size, so that nothing needs to be measured before it is drawn. */
export const BOX = { width: 304, height: 82 };
/** The strip with numbers or the learner's state, when there is one, hangs into the gap. */
export const STRIP = 28;
const GAP = { between: 64, below: 92, aroundLines: 56 };
/** The main way out pulls its step straight below; the others give way. */
const MAIN_WEIGHT = 8;

type Point = Layout[string];

export interface Arrangement {
  places: Layout;
  /** Line (`from:port`) -> where between the boxes it goes down, for lines that pass other boxes. */
  lanes: Record<string, number>;
}

/**
 * A place for every step. Steps that were put somewhere stay there; the others are laid out from top to bottom, with
 * the trigger where it was, and step aside for those that were placed by hand.
 */
export function arrange(definition: Definition, placed: Layout): Arrangement {
  const ids = Object.keys(definition.steps);
  if (ids.every((id) => placed[id])) return { places: placed, lanes: {} };
  const automatic = layeredOnce(definition);
  const origin = automatic.places[definition.trigger] ?? { x: 0, y: 0 };
  const anchor = placed[definition.trigger] ?? { x: 0, y: 0 };
  const shift = { x: anchor.x - origin.x, y: anchor.y - origin.y };
  const places: Layout = {};
  for (const id of ids) {
    const given = placed[id];
    const found = automatic.places[id];
    if (given) places[id] = given;
    else if (found) places[id] = aside({ x: found.x + shift.x, y: found.y + shift.y }, Object.values(placed));
  }
  const free = definition.edges.filter((edge) => !placed[edge.from] && !placed[edge.to]);
  const lanes = free.flatMap(({ from, port }): [string, number][] => {
    const lane = automatic.lanes[`${from}:${port}`];
    return lane === undefined ? [] : [[`${from}:${port}`, lane + shift.x]];
  });
  return { places, lanes: Object.fromEntries(lanes) };
}

/** What a step says does not move it: only steps, ways out and lines count. The last few drawings are remembered. */
const remembered = new Map<string, Arrangement>();
const REMEMBERED = 6;

function layeredOnce(definition: Definition): Arrangement {
  const steps = Object.entries(definition.steps).map(([id, step]) => `${id}:${portsOf(step)[0]}`);
  const shape = JSON.stringify([definition.trigger, steps, definition.edges]);
  const known = remembered.get(shape) ?? layered(definition);
  remembered.delete(shape);
  remembered.set(shape, known);
  for (const oldest of remembered.keys()) {
    if (remembered.size <= REMEMBERED) break;
    remembered.delete(oldest);
  }
  return known;
}

function layered(definition: Definition): Arrangement {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: GAP.between, edgesep: GAP.aroundLines, ranksep: GAP.below });
  for (const id of inOrderOfWays(definition)) graph.setNode(id, { ...BOX });
  for (const { from, port, to, back } of definition.edges) {
    const source = definition.steps[from];
    if (back || !source || !definition.steps[to]) continue;
    graph.setEdge(from, to, { weight: portsOf(source)[0] === port ? MAIN_WEIGHT : 1 }, port);
  }
  dagreLayout(graph);
  const places = graph.nodes().map((id): [string, Point] => {
    const { x, y } = graph.node(id) as Point;
    return [id, { x: Math.round(x - BOX.width / 2), y: Math.round(y - BOX.height / 2) }];
  });
  const lanes = graph.edges().flatMap((edge): [string, number][] => {
    const { points } = graph.edge(edge) as { points: Point[] };
    const middle = points[Math.floor(points.length / 2)];
    return points.length > 3 && middle ? [[`${edge.v}:${edge.name}`, Math.round(middle.x)]] : [];
  });
  return { places: Object.fromEntries(places), lanes: Object.fromEntries(lanes) };
}

/** From the trigger along the ways out: the same drawing looks the same, however its steps were stored. */
function inOrderOfWays({ trigger, steps, edges }: Definition): string[] {
  const order = new Set<string>();
  const open = [trigger];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const step = steps[id];
    if (!step || order.has(id)) continue;
    order.add(id);
    for (const port of portsOf(step)) {
      const edge = edges.find((one) => one.from === id && one.port === port);
      if (edge) open.push(edge.to);
    }
  }
  return [
    ...order,
    ...Object.keys(steps)
      .filter((id) => !order.has(id))
      .toSorted(),
  ];
}

function aside(wanted: Point, taken: Point[]): Point {
  let place = wanted;
  while (taken.some((other) => touching(place, other))) {
    place = { x: place.x + BOX.width + GAP.between, y: place.y };
  }
  return place;
}

function touching(a: Point, b: Point): boolean {
  return Math.abs(a.x - b.x) < BOX.width && Math.abs(a.y - b.y) < BOX.height;
}
