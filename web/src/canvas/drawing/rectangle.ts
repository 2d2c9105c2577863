import type { Node } from '@xyflow/react';

/** A place on the canvas with its size, in canvas units. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where a box stands now, as large as it is drawn. */
export function rectangleOf({
  position,
  width = 0,
  height = 0,
}: Pick<Node, 'position' | 'width' | 'height'>): Rectangle {
  return { x: position.x, y: position.y, width, height };
}

/** The smallest one that holds all of these. */
export function around(boxes: readonly Rectangle[]): Rectangle {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
