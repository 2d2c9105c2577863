import { bodiesOf } from '@gradus/flow';
import type { Definition } from '@gradus/flow';
import { ViewportPortal } from '@xyflow/react';
import type { Node } from '@xyflow/react';
import { Repeat2 } from 'lucide-react';
import { useMemo } from 'react';
import { around, rectangleOf } from '../drawing/rectangle.ts';
import type { Rectangle } from '../drawing/rectangle.ts';

/** Around the boxes; the label has its own room above them. */
const ROOM = { side: 24, above: 42, below: 30 };

/** As much of a box as a frame needs. */
type Box = Pick<Node, 'id' | 'position' | 'width' | 'height'>;

interface Frame extends Rectangle {
  stepId: string;
}

function frameAround(stepId: string, boxes: readonly Box[]): Frame | null {
  if (boxes.length === 0) return null;
  const { x, y, width, height } = around(boxes.map(rectangleOf));
  return {
    stepId,
    x: x - ROOM.side,
    y: y - ROOM.above,
    width: width + 2 * ROOM.side,
    height: height + ROOM.above + ROOM.below,
  };
}

/** Outer frames first, so that inner ones lie on them. */
function framesOf(bodies: ReturnType<typeof bodiesOf>, nodes: readonly Box[]): Frame[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return Object.entries(bodies)
    .flatMap(([stepId, body]) => {
      const boxes = body.flatMap((id) => byId.get(id) ?? []);
      return frameAround(stepId, boxes) ?? [];
    })
    .sort((a, b) => b.width * b.height - a.width * a.height);
}

/** A frame around what is walked once for each week, behind the boxes. The outline says the same to whoever cannot see it. */
export function WeekFrames({ definition, nodes }: { definition: Definition; nodes: readonly Box[] }) {
  const bodies = useMemo(() => bodiesOf(definition), [definition]);
  const frames = useMemo(() => framesOf(bodies, nodes), [bodies, nodes]);
  if (frames.length === 0) return null;
  return (
    <ViewportPortal>
      {frames.map(({ stepId, x, y, width, height }) => (
        <div
          key={stepId}
          aria-hidden
          className="pointer-events-none absolute top-0 left-0 rounded-2xl border-2 border-dashed border-accent/40 bg-accent-soft/25"
          style={{ transform: `translate(${x}px, ${y}px)`, width, height, zIndex: -1 }}
        >
          <span className="absolute top-2.5 left-4 inline-flex items-center gap-1.5 text-xs font-medium text-accent">
            <Repeat2 className="size-3.5 shrink-0" />
            Once for each week
          </span>
        </div>
      ))}
    </ViewportPortal>
  );
}
