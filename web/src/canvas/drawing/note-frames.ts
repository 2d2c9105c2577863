import type { Definition, GroupNote, Layout } from '@gradus/flow';
import type { Node as FlowNode } from '@xyflow/react';
import { BOX, STRIP } from './arrange.ts';
import { around } from './rectangle.ts';
import type { Rectangle } from './rectangle.ts';

/** Where the text of a note stands: beside or above the steps it frames; `whole`: the note stands alone. */
type TextSide = 'left' | 'right' | 'top' | 'whole';
export type NoteNode = FlowNode<{ note: GroupNote; members: readonly string[]; side: TextSide }, 'note'>;

/** Of a note that stands alone and was not drawn larger or smaller. */
export const USUAL_NOTE = { width: 240, height: 120 };
const AROUND = 22;
const ASIDE = 190;
const ABOVE = 66;
const GAP = 64;

/** Room for text at the side that is free of other boxes, else above. */
function roomFor(side: TextSide, { x, y, width, height }: Rectangle): Rectangle {
  if (side === 'left')
    return { x: x - AROUND - ASIDE, y: y - AROUND, width: ASIDE, height: height + 2 * AROUND };
  if (side === 'right')
    return { x: x + width + AROUND, y: y - AROUND, width: ASIDE, height: height + 2 * AROUND };
  return { x: x - AROUND, y: y - AROUND - ABOVE, width: width + 2 * AROUND, height: ABOVE };
}

/** The frame around these boxes, with room for the text. */
export function frameAround(boxes: readonly Rectangle[], side: TextSide): Rectangle {
  const bounds = around(boxes);
  const padded = {
    x: bounds.x - AROUND,
    y: bounds.y - AROUND,
    width: bounds.width + 2 * AROUND,
    height: bounds.height + 2 * AROUND,
  };
  return around([padded, roomFor(side, bounds)]);
}

const overlap = (a: Rectangle, b: Rectangle) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

interface NotedDrawing {
  definition: Definition;
  layout: Layout;
  /** Where the steps stand. */
  places: Layout;
  /** Boxes with a strip at their foot. */
  strips: boolean;
  /** Notes can be chosen and moved. */
  editable: boolean;
}

/** Notes as React Flow draws them, behind the boxes: those that frame most come first, so that smaller ones lie on top. */
export function noteNodes({ definition, layout, places, strips, editable }: NotedDrawing): NoteNode[] {
  const notes = Object.entries(definition.notes ?? {});
  if (notes.length === 0) return [];
  const box = (stepId: string): Rectangle => ({
    ...(places[stepId] ?? { x: 0, y: 0 }),
    width: BOX.width,
    height: BOX.height + (strips ? STRIP : 0),
  });
  const all = Object.keys(definition.steps);
  let free = { x: Math.min(0, ...all.map((id) => box(id).x)) - ASIDE - GAP - USUAL_NOTE.width, y: 0 };
  const texts: Rectangle[] = [];
  const largestFirst = notes.toSorted(([, a], [, b]) => b.steps.length - a.steps.length);
  return largestFirst.map(([id, note]): NoteNode => {
    const members = note.steps.filter((stepId) => definition.steps[stepId]);
    if (members.length > 0) {
      const inside = new Set(members);
      const others = all.filter((stepId) => !inside.has(stepId)).map(box);
      const boxes = members.map(box);
      const taken = [...others, ...texts];
      const isFree = (side: TextSide) => !taken.some((other) => overlap(other, roomFor(side, around(boxes))));
      const side = (['left', 'right'] as const).find(isFree) ?? 'top';
      texts.push(beginning(roomFor(side, around(boxes))));
      return nodeOf(id, { note, members, side }, frameAround(boxes, side), editable);
    }
    const size = note.size ?? USUAL_NOTE;
    const place = layout[id] ?? free;
    if (!layout[id]) free = { ...free, y: free.y + size.height + AROUND };
    return nodeOf(id, { note, members, side: 'whole' }, { ...place, ...size }, editable);
  });
}

/** Where a text begins: there no other may lie on it. */
const beginning = (room: Rectangle): Rectangle => ({ ...room, height: Math.min(room.height, 90) });

function nodeOf(
  id: string,
  data: NoteNode['data'],
  { x, y, width, height }: Rectangle,
  editable: boolean,
): NoteNode {
  const { note, members, side } = data;
  const about =
    members.length === 0 ? '' : ` on ${members.length} ${members.length === 1 ? 'step' : 'steps'}`;
  return {
    id,
    type: 'note',
    position: { x, y },
    width,
    height,
    zIndex: -1,
    data,
    selectable: editable,
    focusable: editable,
    draggable: editable,
    connectable: false,
    ariaLabel: `Note${about}: ${note.text}`,
    ariaRole: editable ? 'button' : 'note',
    // A frame is taken by its text alone: what lies in it stays within reach.
    ...(side === 'whole' ? {} : { style: { pointerEvents: 'none' as const } }),
  };
}
