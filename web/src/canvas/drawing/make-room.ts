import type { Definition, Layout } from '@gradus/flow';
import { BOX, COLUMN, ROW } from './arrange.ts';
import { placeByOutline } from './place-by-outline.ts';

type Point = Layout[string];
type Line = Definition['edges'][number];

/** From corner to corner of two boxes, one below the other: what still reads as two steps with a line between. */
const LEAST = BOX.height + 56;
/** Less than this between the left sides: the same column. */
const ONE_COLUMN = BOX.width / 2;

/**
 * Places for steps that came into a line of a drawing that was put somewhere: between the two that the line joined, and what is
 * below goes down where there is no room. Only what has to goes down, and only as far as it has to: what stands beside, above, at
 * the top of a next column, or behind free room stays.
 *
 * @param definition with the new steps in it
 * @param places where everything else stands, as it is seen
 * @param fresh the new steps
 * @returns places of the new steps and of those that move; empty when they came into no line
 */
export function makeRoom(definition: Definition, places: Layout, fresh: readonly string[]): Layout {
  const isNew = new Set(fresh);
  const into = definition.edges.find(({ from, to }) => !isNew.has(from) && isNew.has(to));
  const onward = definition.edges.find(({ from, to }) => isNew.has(from) && !isNew.has(to));
  const before = into && places[into.from];
  const after = onward && places[onward.to];
  if (!before || !after) return {};
  const cells = cellsOf(definition, isNew, into.to);
  const pitch = pitchBetween(before, after, cells.rows);
  const alone = !definition.edges.some(({ from, to }) => to === onward.to && !isNew.has(from));
  const corner = cornerOf(before, after, alone, cells.rows, pitch);
  const fallen = new Falling(places, pitch);
  for (const [id, { column, row }] of cells.at) {
    fallen.put(id, { x: corner.x + column * COLUMN, y: corner.y + row * pitch });
  }
  const leads = (line: Line) => line.back !== true && (after.y > before.y || line !== onward);
  return fallen.along(definition.edges.filter(leads));
}

/** The new steps by themselves, in columns and rows from where they begin. */
function cellsOf({ edges, steps, ...rest }: Definition, isNew: ReadonlySet<string>, first: string) {
  const inside = edges.filter(({ from, to }) => isNew.has(from) && isNew.has(to));
  const own = Object.fromEntries(Object.entries(steps).filter(([id]) => isNew.has(id)));
  const at = placeByOutline({ ...rest, steps: own, edges: inside, trigger: first });
  return { at, rows: Math.max(...[...at.values()].map(({ row }) => row)) + 1 };
}

/** As the rows of this drawing follow one another; closer where the room that is there suffices. */
function pitchBetween(before: Point, after: Point, rows: number): number {
  const room = after.y - before.y;
  const shared = room / (rows + 1);
  if (shared >= LEAST) return Math.min(ROW, Math.round(shared));
  return room >= LEAST && room <= ROW ? room : ROW;
}

/** Under the step before; above the one that follows where the line is `alone` in leading there, as to the first of a side way. */
function cornerOf(before: Point, after: Point, alone: boolean, rows: number, pitch: number): Point {
  const y = before.y + pitch;
  if (after.y <= before.y) return { x: before.x, y };
  if (Math.abs(before.x - after.x) < ONE_COLUMN) return { x: after.x, y };
  return alone ? { x: after.x, y: Math.max(y, after.y - rows * pitch) } : { x: before.x, y };
}

/** Boxes that go down, and push down what they would come too close to. */
class Falling {
  readonly #before: Layout;
  readonly #pitch: number;
  readonly #now: Surroundings;
  readonly #moved = new Set<string>();

  constructor(before: Layout, pitch: number) {
    this.#before = before;
    this.#pitch = pitch;
    this.#now = new Surroundings(before);
  }

  put(id: string, place: Point): void {
    this.#now.put(id, place);
    this.#moved.add(id);
  }

  /** Everything that moved, when what follows by these lines stands below again and no box lies on another. */
  along(lines: readonly Line[]): Layout {
    const followers = new Map<string, string[]>();
    for (const { from, to } of lines) followers.set(from, [...(followers.get(from) ?? []), to]);
    const open = [...this.#moved];
    // It grows while it is walked through.
    for (const id of open) {
      for (const [other, y] of this.#pushedBy(id, followers.get(id) ?? [])) {
        this.put(other, { x: this.#now.at(other)!.x, y });
        open.push(other);
      }
    }
    return Object.fromEntries([...this.#moved].map((id) => [id, this.#now.at(id)!]));
  }

  /** Those that stand too close below a box where it is now, and how far down they have to be. */
  #pushedBy(id: string, followers: readonly string[]): [string, number][] {
    const box = this.#now.at(id)!;
    const pushed: [string, number][] = [];
    for (const other of this.#now.around(box, followers)) {
      const place = this.#now.at(other);
      if (other === id || !place) continue;
      const least = followers.includes(other) ? box.y + this.#gap(id, other) : -Infinity;
      const covered = overlapping(box, place) && (!this.#moved.has(other) || place.y >= box.y);
      const y = Math.max(least, covered ? box.y + this.#pitch : -Infinity);
      if (y > place.y) pushed.push([other, y]);
    }
    return pushed;
  }

  /** What a line keeps of its length: all of it where it was short. One that led up or across asks for nothing. */
  #gap(from: string, to: string): number {
    const [above, below] = [this.#before[from], this.#before[to]];
    if (!above || !below) return this.#pitch;
    const length = below.y - above.y;
    return length <= 0 ? -Infinity : Math.min(length, this.#pitch);
  }
}

/** Closer than this, a box lies on another, or is hardly clear of it. */
const CLEAR = { width: BOX.width + 8, height: BOX.height + 16 };

/** Where boxes stand, and which are close to a place: in a drawing of thousands nobody looks at all of them for each. */
class Surroundings {
  readonly #places = new Map<string, Point>();
  /** By squares as large as boxes keep clear: what lies on a box is in its own or one beside it. */
  readonly #squares = new Map<number, Set<string>>();

  constructor(places: Layout) {
    for (const [id, place] of Object.entries(places)) this.put(id, place);
  }

  at(id: string): Point | undefined {
    return this.#places.get(id);
  }

  put(id: string, place: Point): void {
    const before = this.#places.get(id);
    if (before) this.#squares.get(squareOf(before))?.delete(id);
    this.#places.set(id, place);
    const square = squareOf(place);
    const known = this.#squares.get(square);
    if (known) known.add(id);
    else this.#squares.set(square, new Set([id]));
  }

  /** All that could lie on a box there, some that do not, and these. */
  around(place: Point, also: readonly string[]): Set<string> {
    const found = new Set(also);
    const here = squareOf(place);
    for (const square of BESIDE) for (const id of this.#squares.get(here + square) ?? []) found.add(id);
    return found;
  }
}

/** Squares are numbered row by row; no drawing is so wide that one row reached into the next. */
const IN_A_ROW = 2 ** 24;
const squareOf = ({ x, y }: Point): number =>
  Math.floor(x / CLEAR.width) + Math.floor(y / CLEAR.height) * IN_A_ROW;
const BESIDE = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => down * IN_A_ROW + right));

/** One would lie on the other, or hardly be clear of it. */
function overlapping(a: Point, b: Point): boolean {
  return Math.abs(a.x - b.x) < CLEAR.width && Math.abs(a.y - b.y) < CLEAR.height;
}
