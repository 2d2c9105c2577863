/** The row that the name of an open way stands in, and how wide it may be there, in pixels. */
export interface PortRoom {
  row: number;
  rows: number;
  width: number;
}

/** Below this a name cannot be read. */
const LEAST = 80;
const MOST = 120;
/** Between two names of a row; the stem of a way whose name stands lower goes through it. */
const GAP = 8;

/** Ways that leave a box close to one another have their names in rows below one another, by turns. */
export function roomOf(index: number, between: number): PortRoom {
  const rows = Math.max(1, Math.ceil(LEAST / between));
  return { row: index % rows, rows, width: Math.min(MOST, rows * between - GAP) };
}
