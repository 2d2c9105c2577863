import { BaseEdge, EdgeLabelRenderer, getSmoothStepPath } from '@xyflow/react';
import type { EdgeProps } from '@xyflow/react';
import { cn } from '../../ui/class-names.ts';
import { Plus } from 'lucide-react';
import { memo } from 'react';
import { useCanvas } from '../canvas-context.ts';
import { nameOf } from '../inserting/where-drawn.ts';
import { lanePath } from '../drawing/lane-path.ts';
import type { StepEdge } from '../drawing/graph.ts';
import { useMark } from '../marks.ts';
import type { StepMark } from '../marks.ts';

/** How far below the way out the plus is clear of the way's name. */
const BELOW_NAME = 41;
/** From the names of one row to those below. */
const NAME_ROW = 20;

/** A line: in the editor with the button that puts a step on it, elsewhere as thick as the people who took it. */
export const StepLine = memo(function StepLine(props: EdgeProps<StepEdge>) {
  const { mode, overlay, openInsertMenu } = useCanvas();
  const port = props.sourceHandleId ?? 'next';
  const taken = trafficOf(useMark(overlay, props.source), port);
  const lane = props.data?.lane ?? null;
  const passing = lane !== null && Math.abs(props.targetY - props.sourceY) > 120;
  const [path, labelX, labelY] = passing
    ? lanePath(props, lane)
    : getSmoothStepPath({ ...props, borderRadius: 14 });
  const stroke = strokeOf(taken.seen, props.selected);
  const label = props.data?.label ?? null;
  const { row, width } = props.data?.room ?? { row: 0, width: 120 };
  const lower = row * NAME_ROW;
  const plusY = label && !passing ? Math.max(labelY, props.sourceY + BELOW_NAME + lower) : labelY;
  return (
    <>
      <BaseEdge
        path={path}
        interactionWidth={24}
        style={{
          strokeWidth: taken.width,
          stroke,
          ...(props.data?.back ? { strokeDasharray: '6 5' } : {}),
        }}
      />
      <path d={`M${props.targetX - 5.5},${props.targetY - 9} h11 l-5.5,8 z`} fill={stroke} aria-hidden />
      <EdgeLabelRenderer>
        {label && (
          <span
            className="pointer-events-none absolute flex rounded-full border border-line bg-page px-2 py-px text-[0.6875rem] font-medium text-ink-soft"
            style={{
              maxWidth: width,
              transform: `translate(-50%, 0) translate(${props.sourceX}px, ${props.sourceY + 9 + lower}px)`,
            }}
          >
            <span className="truncate">{label}</span>
            {taken.people > 0 && (
              <span className="shrink-0 whitespace-pre tabular-nums"> · {taken.people}</span>
            )}
          </span>
        )}
        {mode === 'edit' && (
          <button
            type="button"
            className={cn(
              'nodrag nopan pointer-events-auto absolute grid size-6 place-items-center rounded-full border border-line-strong/60 bg-surface text-ink-soft shadow-low',
              'hover:border-accent hover:bg-accent hover:text-on-accent focus-visible:border-accent',
              // Never scaled: the property multiplies the place as well, and the plus would leave its line.
              'data-aimed:ring-8 data-aimed:ring-accent/35 data-aimed:border-accent data-aimed:bg-accent data-aimed:text-on-accent',
            )}
            data-outlet={nameOf({ from: props.source, port })}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${plusY}px)` }}
            aria-label={`Insert a step here${label ? `, on “${label}”` : ''}`}
            onClick={(event) => openInsertMenu({ from: props.source, port }, event.currentTarget)}
          >
            <Plus aria-hidden className="size-3.5" />
          </button>
        )}
      </EdgeLabelRenderer>
    </>
  );
});

function trafficOf(mark: StepMark | null, port: string): { people: number; seen: boolean; width: number } {
  if (mark?.kind === 'counts') {
    const people = mark.ports[port] ?? 0;
    return {
      people,
      seen: people > 0,
      width: people === 0 ? 1.5 : Math.min(6, 1.75 + Math.log2(1 + people) * 0.6),
    };
  }
  if (mark?.kind === 'place') {
    const seen = mark.ports.includes(port);
    return { people: 0, seen, width: seen ? 2.75 : 1.5 };
  }
  return { people: 0, seen: false, width: 1.75 };
}

function strokeOf(seen: boolean, selected: boolean | undefined): string {
  if (selected || seen) return 'var(--accent)';
  return 'color-mix(in oklab, var(--line-strong) 70%, transparent)';
}
