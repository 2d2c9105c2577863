import { Graph, layout as dagreLayout } from '@dagrejs/dagre';
import type { Definition, Layout } from '@gradus/flow';

/** Canvas units. Boxes have one size, so that nothing needs to be measured before it is drawn. */
export const BOX = { width: 304, height: 82 };
/** The strip with numbers or the learner's state, when there is one, hangs into the gap. */
export const STRIP = 28;
const GAP = { between: 56, below: 92 };

/**
 * A place for every step. Steps that were put somewhere stay there; the others are laid out from top to bottom, with
 * the trigger where it was, and step aside for those that were placed by hand.
 */
export function arrange(definition: Definition, placed: Layout): Layout {
  const ids = Object.keys(definition.steps);
  if (ids.every((id) => placed[id])) return placed;
  const automatic = layered(definition);
  const origin = automatic[definition.trigger] ?? { x: 0, y: 0 };
  const anchor = placed[definition.trigger] ?? { x: 0, y: 0 };
  const result: Layout = {};
  for (const id of ids) {
    const given = placed[id];
    if (given) result[id] = given;
  }
  for (const id of ids) {
    const found = automatic[id];
    if (result[id] || !found) continue;
    const wanted = { x: found.x - origin.x + anchor.x, y: found.y - origin.y + anchor.y };
    result[id] = aside(wanted, Object.values(placed));
  }
  return result;
}

function layered(definition: Definition): Layout {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: GAP.between, ranksep: GAP.below });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of Object.keys(definition.steps)) graph.setNode(id, { ...BOX });
  for (const { from, port, to, back } of definition.edges) {
    if (!back && graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to, {}, port);
  }
  dagreLayout(graph);
  return Object.fromEntries(
    graph.nodes().map((id) => {
      const { x, y } = graph.node(id) as { x: number; y: number };
      return [id, { x: Math.round(x - BOX.width / 2), y: Math.round(y - BOX.height / 2) }];
    }),
  );
}

type Point = Layout[string];

function aside(wanted: Point, taken: Point[]): Point {
  let place = wanted;
  while (taken.some((other) => touching(place, other)))
    place = { x: place.x + BOX.width + GAP.between, y: place.y };
  return place;
}

function touching(a: Point, b: Point): boolean {
  return Math.abs(a.x - b.x) < BOX.width && Math.abs(a.y - b.y) < BOX.height;
}
