import { Plus } from 'lucide-react';
import { cn } from '../../ui/class-names.ts';
import { type Outlet, useCanvas } from '../canvas-context.ts';
import { nameOf } from '../inserting/where-drawn.ts';
import type { PortRoom } from './open-port-room.ts';

interface OpenPortProps {
  outlet: Outlet;
  label: string | null;
  room: PortRoom;
  editable: boolean;
  at: { x: number; y: number };
}

const ROW = 18;

/** A way that leads nowhere yet: its name, and in the editor the button that puts a step there. Beside the box, not in it. */
export function OpenPort({ outlet, label, room, editable, at }: OpenPortProps) {
  const { row, rows, width } = room;
  return (
    <span
      className={cn(
        'pointer-events-none absolute flex items-center',
        rows > 1 ? 'flex-col-reverse' : 'flex-col gap-1',
      )}
      style={{ transform: `translate(-50%, 0) translate(${at.x}px, ${at.y}px)` }}
    >
      {label && (
        <span
          title={label}
          className="pointer-events-auto truncate rounded bg-page px-1 text-[0.6875rem] text-ink-soft"
          style={{ maxWidth: width }}
        >
          {label}
        </span>
      )}
      {rows > 1 && <Stem height={4 + row * ROW} />}
      {editable && <AddHere outlet={outlet} label={label} />}
    </span>
  );
}

/** From a way to its name, past the names of its neighbours. */
function Stem({ height }: { height: number }) {
  return <span aria-hidden className="w-px bg-line-strong" style={{ height }} />;
}

function AddHere({ outlet, label }: Pick<OpenPortProps, 'outlet' | 'label'>) {
  const { openInsertMenu } = useCanvas();
  return (
    <button
      type="button"
      data-outlet={nameOf(outlet)}
      className="nodrag nopan pointer-events-auto grid size-6 place-items-center rounded-full border border-dashed border-line-strong bg-surface text-ink-soft hover:border-accent hover:text-accent data-aimed:scale-150 data-aimed:border-accent data-aimed:bg-accent data-aimed:text-on-accent"
      aria-label={label ? `Add a step after this, on “${label}”` : 'Add a step after this'}
      onClick={(event) => {
        event.stopPropagation();
        openInsertMenu(outlet, event.currentTarget);
      }}
    >
      <Plus aria-hidden className="size-3.5" />
    </button>
  );
}
