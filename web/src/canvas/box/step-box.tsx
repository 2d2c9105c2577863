import { Handle, Position, useUpdateNodeInternals, ViewportPortal } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { cn } from '../../ui/class-names.ts';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import { useCanvas } from '../canvas-context.ts';
import type { BoxPort, StepNode } from '../drawing/graph.ts';
import { useMark } from '../marks.ts';
import type { StepMark } from '../marks.ts';
import { OpenPort } from './open-port.tsx';
import { roomOf } from './open-port-room.ts';
import { StepMarks } from './step-marks.tsx';
import { stepKinds } from '../step-kinds.ts';

export const StepBox = memo(function StepBox(props: NodeProps<StepNode>) {
  const { id, data, selected, positionAbsoluteX: x, positionAbsoluteY: y, width = 0, height = 0 } = props;
  const { mode, overlay } = useCanvas();
  const mark = useMark(overlay, id);
  const { icon: Icon, name, tile } = stepKinds[data.step.kind];
  useMeasuredPorts(id, data.ports);
  return (
    <div
      className={cn(
        'group/box relative flex size-full flex-col rounded-xl border bg-surface text-left shadow-low transition-shadow',
        frame(mark, selected),
      )}
    >
      {data.step.kind !== 'trigger' && (
        <Handle type="target" position={Position.Top} className="step-handle" />
      )}
      <div className="flex min-h-0 flex-1 items-start gap-3 px-3.5 py-3">
        <span className={cn('mt-0.5 grid size-9 shrink-0 place-items-center rounded-lg', tile)}>
          <Icon aria-hidden className="size-[1.15rem]" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-[0.6875rem] font-medium text-ink-soft">{name}</span>
          <span className="block truncate text-sm font-semibold text-ink">{data.step.title}</span>
          <span className="block truncate text-[0.8125rem] text-ink-soft" title={data.summary}>
            {data.summary}
          </span>
        </span>
        {mark?.kind === 'problems' && <ProblemBadge mark={mark} />}
      </div>
      {mark && mark.kind !== 'problems' && <StepMarks mark={mark} />}
      <Ports stepId={id} ports={data.ports} editable={mode === 'edit'} foot={{ x, y: y + height, width }} />
    </div>
  );
});

/** React Flow measures the ways out when a box changes its size; they also come, go and change places without that. */
function useMeasuredPorts(id: string, ports: BoxPort[]) {
  const measure = useUpdateNodeInternals();
  const order = ports.map((port) => port.id).join();
  const measured = useRef(order);
  useEffect(() => {
    if (measured.current === order) return;
    measured.current = order;
    measure(id);
  }, [measure, id, order]);
}

function frame(mark: StepMark | null, selected: boolean): string {
  const ring = selected ? 'ring-2 ring-accent border-accent' : '';
  if (mark?.kind === 'problems') return ring || (mark.errors > 0 ? 'border-bad' : 'border-warn');
  if (mark?.kind === 'counts' && (mark.blocked > 0 || !mark.conserved)) return cn('border-bad', ring);
  if (mark?.kind === 'heat')
    return ring || (mark.warmth > 0.66 ? 'border-2 border-warn' : 'border-line-strong/40');
  if (mark?.kind === 'change') return cn(CHANGE_FRAMES[mark.change], ring);
  if (mark?.kind !== 'place') return ring || 'border-line-strong/40';
  if (mark.state === 'never') return cn('border-dashed border-line-strong/60 bg-page shadow-none', ring);
  if (mark.state === 'blocked') return cn('border-bad ring-2 ring-bad', ring);
  if (mark.state === 'left' || mark.state === 'exited') return ring || 'border-accent/60';
  return cn('border-accent ring-2 ring-accent/60 shadow-high', ring);
}

const CHANGE_FRAMES: Record<Extract<StepMark, { kind: 'change' }>['change'], string> = {
  added: 'border-2 border-good',
  changed: 'border-2 border-warn',
  replaced: 'border-2 border-warn',
  removed: 'border-2 border-dashed border-bad bg-page shadow-none',
  same: 'border-line-strong/40',
};

function ProblemBadge({ mark }: { mark: Extract<StepMark, { kind: 'problems' }> }) {
  const grave = mark.errors > 0;
  const Icon = grave ? CircleAlert : TriangleAlert;
  const count = mark.errors + mark.warnings;
  return (
    <span
      title={mark.first}
      className={cn('inline-flex items-center gap-1 text-xs font-medium', grave ? 'text-bad' : 'text-warn')}
    >
      <Icon aria-hidden className="size-4" />
      <span className="sr-only">
        {grave ? 'Problem: ' : 'Hint: '}
        {mark.first}
      </span>
      {count > 1 && <span aria-hidden>{count}</span>}
    </span>
  );
}

interface PortsProps {
  stepId: string;
  ports: BoxPort[];
  editable: boolean;
  /** Where the foot of the box is, in canvas units. */
  foot: { x: number; y: number; width: number };
}

function Ports({ stepId, ports, editable, foot }: PortsProps) {
  const shown = ports.filter((port) => !port.connected && (editable || (ports.length > 1 && !port.optional)));
  const part = (port: BoxPort) => (ports.indexOf(port) + 1) / (ports.length + 1);
  return (
    <>
      {ports.map((port) => (
        <Handle
          key={port.id}
          id={port.id}
          type="source"
          position={Position.Bottom}
          style={{ left: `${part(port) * 100}%` }}
          className="step-handle"
          aria-label={`Way out: ${port.label}`}
        />
      ))}
      {shown.length > 0 && (
        <ViewportPortal>
          {shown.map((port) => (
            <OpenPort
              key={port.id}
              outlet={{ from: stepId, port: port.id }}
              label={ports.length > 1 ? port.label : null}
              room={roomOf(ports.indexOf(port), foot.width / (ports.length + 1))}
              editable={editable}
              at={{ x: foot.x + part(port) * foot.width, y: foot.y + 8 }}
            />
          ))}
        </ViewportPortal>
      )}
    </>
  );
}
