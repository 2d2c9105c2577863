import { useReactFlow, useStore } from '@xyflow/react';
import { memo, useMemo } from 'react';
import type { PointerEvent } from 'react';
import type { CanvasNode } from './drawing/graph.ts';

/** In pixels. */
const SIZE = { width: 112, height: 176 };
const MARGIN = 120;

interface OverviewProps {
  nodes: readonly CanvasNode[];
}

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * All steps in small, and the part that is seen; pressing goes there. It has a strip of its own beside the drawing, so that no box
 * is ever under it. The boxes are one path that is drawn once: React Flow's
 * own minimap draws every box again at every move, which costs more than the canvas itself.
 */
export function Overview({ nodes }: OverviewProps) {
  const { setCenter, getZoom } = useReactFlow();
  const bounds = useMemo(() => boundsOf(nodes), [nodes]);
  const go = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return;
    const inverse = event.currentTarget.getScreenCTM()?.inverse();
    if (!inverse) return;
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(inverse);
    void setCenter(x, y, { zoom: getZoom() });
  };
  return (
    <div className="flex shrink-0 items-end border-l border-line p-3 max-lg:hidden">
      <svg
        role="img"
        aria-label="Overview of all steps"
        {...SIZE}
        viewBox={`${bounds.x} ${bounds.y} ${bounds.width} ${bounds.height}`}
        className="cursor-pointer rounded-lg border border-line bg-surface"
        onPointerDown={go}
        onPointerMove={go}
      >
        <Boxes nodes={nodes} />
        <Seen />
      </svg>
    </div>
  );
}

const Boxes = memo(function Boxes({ nodes }: OverviewProps) {
  const path = nodes
    .filter(({ type }) => type === 'step')
    .map(({ position: { x, y }, width = 0, height = 0 }) => `M${x},${y}h${width}v${height}h${-width}z`)
    .join('');
  return <path d={path} className="fill-line-strong/70" />;
});

/** The part of the drawing that the window shows. */
function Seen() {
  const [x, y, zoom] = useStore((store) => store.transform);
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  return (
    <rect
      x={-x / zoom}
      y={-y / zoom}
      width={width / zoom}
      height={height / zoom}
      className="fill-accent/10 stroke-accent"
      strokeWidth={2}
      vectorEffect="non-scaling-stroke"
    />
  );
}

function boundsOf(nodes: readonly CanvasNode[]): Bounds {
  let [left, top, right, bottom] = [0, 0, 1, 1];
  for (const { position, width = 0, height = 0 } of nodes) {
    left = Math.min(left, position.x);
    top = Math.min(top, position.y);
    right = Math.max(right, position.x + width);
    bottom = Math.max(bottom, position.y + height);
  }
  return {
    x: left - MARGIN,
    y: top - MARGIN,
    width: right - left + 2 * MARGIN,
    height: bottom - top + 2 * MARGIN,
  };
}
