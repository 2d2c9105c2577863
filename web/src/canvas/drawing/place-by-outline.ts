import { outlineOf } from '@gradus/flow';
import type { Definition, OutlineLine } from '@gradus/flow';

/** Where a step stands, in columns from the left and rows from the top. */
interface Cell {
  stepId: string;
  column: number;
  row: number;
}

/** A stretch of the drawing, its own corner at 0, 0. */
interface Block {
  cells: Cell[];
  columns: number;
  rows: number;
}

/** How far right the rows of a block are taken; what comes beside goes right of that. */
class Skyline {
  readonly #taken: number[] = [];

  /** The first column, from 1, that is free in all these rows; takes it and as many as are wanted. */
  beside(row: number, rows: number, columns: number): number {
    let column = 1;
    for (let at = row; at < row + rows; at += 1) column = Math.max(column, this.#taken[at] ?? 1);
    for (let at = row; at < row + rows; at += 1) this.#taken[at] = column + columns;
    return column;
  }
}

/**
 * Places every step as the outline reads: a way runs straight down in its column, ways that leave it stand to its right, and
 * where they meet it goes on below the longest of them. Linear in the steps, and a step added further down moves nothing above.
 */
export function placeByOutline(definition: Definition): Map<string, { column: number; row: number }> {
  const { lines, loose } = outlineOf(definition);
  const main = blockOf(lines);
  const places = new Map<string, { column: number; row: number }>();
  let left = 0;
  for (const block of [main, ...loose.map(blockOf)]) {
    for (const { stepId, column, row } of block.cells) places.set(stepId, { column: left + column, row });
    left += block.columns;
  }
  return places;
}

function blockOf(lines: readonly OutlineLine[]): Block {
  const cells: Cell[] = [];
  const skyline = new Skyline();
  let row = 0;
  let columns = 1;
  let rows = 0;
  for (const line of lines) {
    if (line.kind !== 'step') continue;
    cells.push({ stepId: line.stepId, column: 0, row });
    let deepest = 0;
    for (const way of line.ways.filter(({ lines: inside }) => inside.length > 0)) {
      const block = blockOf(way.lines);
      if (block.rows === 0) continue;
      const column = skyline.beside(row + 1, block.rows, block.columns);
      for (const cell of block.cells) {
        cells.push({ ...cell, column: cell.column + column, row: cell.row + row + 1 });
      }
      columns = Math.max(columns, column + block.columns);
      rows = Math.max(rows, row + 1 + block.rows);
      if (line.together) deepest = Math.max(deepest, block.rows);
    }
    row += 1 + deepest;
  }
  return { cells, columns, rows: Math.max(row, rows) };
}
