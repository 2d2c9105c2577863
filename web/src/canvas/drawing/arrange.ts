import type { Definition, Layout } from '@gradus/flow';
import { placeByOutline } from './place-by-outline.ts';

/** Canvas units. Boxes have one size, so that nothing needs to be measured before it is drawn. */
export const BOX = { width: 304, height: 82 };
/** The strip with numbers or the learner's state, when there is one, hangs into the gap. */
export const STRIP = 28;
const GAP = { between: 64, below: 92, besideLines: 36, amongLines: 14 };
/** From corner to corner of two boxes beside, and below, one another. */
export const COLUMN = BOX.width + GAP.between;
export const ROW = BOX.height + GAP.below;

type Point = Layout[string];

export interface Arrangement {
  places: Layout;
  /** Line (`from:port`) -> where between the boxes it goes up or down, for lines that pass other boxes. */
  lanes: Record<string, number>;
}

/**
 * A place for every step. Steps that were put somewhere stay there; a new one among them stands below or beside the step it
 * follows; a drawing that nobody has placed reads from top to bottom as its outline does.
 */
export function arrange(definition: Definition, placed: Layout): Arrangement {
  const places = placesOf(definition, placed);
  return { places, lanes: lanesOf(definition, places) };
}

function placesOf(definition: Definition, placed: Layout): Layout {
  const ids = Object.keys(definition.steps);
  if (ids.every((id) => placed[id])) return placed;
  const cells = placeByOutline(definition);
  const free = (id: string): Point => {
    const { column, row } = cells.get(id) ?? { column: 0, row: 0 };
    return { x: column * COLUMN, y: row * ROW };
  };
  if (!ids.some((id) => placed[id])) return Object.fromEntries(ids.map((id) => [id, free(id)]));
  const places: Layout = Object.fromEntries(ids.flatMap((id) => (placed[id] ? [[id, placed[id]]] : [])));
  const steady = new Set(ids.filter((id) => !placed[id] || touching(placed[id], free(id), 1)));
  const mostly = steady.size * 2 >= ids.length;
  const inOrder = [...cells.keys()].filter((id) => !placed[id]);
  for (const id of inOrder) {
    const followed = wanted(definition, id, places) ?? free(id);
    const stays = (mostly || besideSteady(definition, id, steady)) && isFree(free(id), Object.values(places));
    const wish = stays && (mostly || near(free(id), followed)) ? free(id) : followed;
    places[id] = aside(wish, Object.values(places));
  }
  return places;
}

/**
 * Whether a step is connected to one that stands where the outline puts it. Where most do, the rest keeps its place as well; else
 * a step may have been added among those that were put somewhere, and then it goes by the one it follows.
 */
function besideSteady({ edges }: Definition, id: string, steady: ReadonlySet<string>): boolean {
  return edges.some(({ from, to }) => (from === id && steady.has(to)) || (to === id && steady.has(from)));
}

/** Within a screen of each other: what was added is never sought. */
const near = (a: Point, b: Point) => Math.abs(a.x - b.x) <= 3 * COLUMN && Math.abs(a.y - b.y) <= 5 * ROW;

/** Below the step it follows: under it by its first way out, further right by the others. Else above the one it leads to. */
function wanted({ edges }: Definition, id: string, places: Layout): Point | null {
  const from = edges.find((edge) => edge.to === id && places[edge.from]);
  const before = from && places[from.from];
  if (from && before) {
    const sisters = edges.filter((edge) => edge.from === from.from);
    return { x: before.x + sisters.indexOf(from) * COLUMN, y: before.y + ROW };
  }
  const to = edges.find((edge) => edge.from === id && places[edge.to]);
  const after = to && places[to.to];
  return after ? { x: after.x, y: after.y - ROW } : null;
}

/** The place that is wished for, or the first one right of it where no box is covered. */
export function aside(wish: Point, taken: readonly Point[]): Point {
  let place = wish;
  while (!isFree(place, taken)) place = { x: place.x + COLUMN, y: place.y };
  return place;
}

const isFree = (place: Point, taken: readonly Point[]) => !taken.some((other) => touching(place, other));

function touching(a: Point, b: Point, within?: number): boolean {
  return Math.abs(a.x - b.x) < (within ?? BOX.width) && Math.abs(a.y - b.y) < (within ?? BOX.height);
}

/**
 * Lines that come back run at the left of what they pass, those that go on at the top of a next column before that column. Those that skip rows go down under their own step or above the next,
 * where that is free, else at the right of what they pass. Short lines need no lane.
 */
function lanesOf({ edges, steps }: Definition, places: Layout): Record<string, number> {
  const lanes: Record<string, number> = {};
  const outside = { left: 0, right: 0 };
  const inOrder = Object.values(places).sort((a, b) => a.y - b.y);
  for (const { from, port, to, back } of edges) {
    const source = places[from];
    const target = places[to];
    if (!steps[from] || !steps[to] || !source || !target) continue;
    const up = target.y <= source.y;
    const passed = up ? between(inOrder, target.y - 1, source.y + 1) : between(inOrder, source.y, target.y);
    if (!up && (passed.length === 0 || target.y - source.y < 1.5 * ROW)) continue;
    const xs = [...passed, source, target].map(({ x }) => x);
    const free = up
      ? undefined
      : [source.x, target.x].find((x) => !passed.some((place) => beside(place.x, x)));
    if (free !== undefined && source.x === target.x) continue;
    if (free !== undefined) lanes[`${from}:${port}`] = free + BOX.width / 2;
    else if (up) {
      // A loop goes round what it passes; a way that goes on at the top of a next column keeps between the columns.
      const left = back === true ? Math.min(...xs) : Math.max(source.x, target.x);
      lanes[`${from}:${port}`] = left - GAP.besideLines - GAP.amongLines * (back ? outside.left++ % 6 : 0);
    } else {
      const right = Math.max(...xs) + BOX.width + GAP.besideLines;
      lanes[`${from}:${port}`] = right + GAP.amongLines * (outside.right++ % 6);
    }
  }
  return lanes;
}

const beside = (a: number, b: number): boolean => Math.abs(a - b) < BOX.width;

/** Boxes whose top lies strictly between two heights; `inOrder` is sorted by height. */
function between(inOrder: readonly Point[], top: number, bottom: number): Point[] {
  let low = 0;
  let high = inOrder.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((inOrder[middle]?.y ?? 0) > top) high = middle;
    else low = middle + 1;
  }
  let end = low;
  while (end < inOrder.length && (inOrder[end]?.y ?? 0) < bottom) end += 1;
  return inOrder.slice(low, end);
}
