import type { Outlet } from '../canvas-context.ts';

export interface Point {
  x: number;
  y: number;
}

/** A plus of the drawing, on a line or at an open way: what it stands for, and where its middle is on the screen. */
export interface PlusPlace {
  outlet: Outlet;
  at: Point;
}

/** What lies under the pointer that carries a step in. */
export interface UnderPointer {
  pointer: Point;
  /** The box there, by its first way on; null where it has none, undefined where there is no box. */
  box: Outlet | null | undefined;
  /** The line there. */
  line: Outlet | null;
  pluses: readonly PlusPlace[];
}

/** Screen pixels: so near to a plus, the plus is meant. */
const REACH = 70;

/** Where a step goes that is let go of here: behind a box, onto a line, to the nearest plus; null: it stands by itself. */
export function dropTarget({ pointer, box, line, pluses }: UnderPointer): Outlet | null {
  if (box) return box;
  const distance = ({ at }: PlusPlace) => Math.hypot(at.x - pointer.x, at.y - pointer.y);
  const [nearest] = pluses
    .filter((plus) => distance(plus) <= REACH)
    .toSorted((a, b) => distance(a) - distance(b));
  return line ?? nearest?.outlet ?? null;
}
