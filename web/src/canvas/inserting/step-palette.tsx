import type { StepKind } from '@gradus/flow';
import { GripVertical, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { cn } from '../../ui/class-names.ts';
import { Button } from '../../ui/control/button.tsx';
import { addableFamilies, stepKinds } from '../step-kinds.ts';

/** What a drag carries in, so that nothing else is taken for a step. */
export const STEP_DRAG = 'application/x-gradus-step';

interface StepPaletteProps {
  onPick(kind: StepKind): void;
}

/** Every kind of step, to be dragged onto the drawing; pressed, it goes behind the chosen step. Beside the drawing, under its switch. */
export function StepPalette({ onPick }: StepPaletteProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="sm"
        className="absolute top-3 left-50 z-10 max-sm:hidden"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {open ? <X aria-hidden /> : <Plus aria-hidden />} Steps
      </Button>
      {open && <PaletteList onPick={onPick} />}
    </>
  );
}

function PaletteList({ onPick }: StepPaletteProps) {
  return (
    <section
      aria-label="Steps to add"
      className="flex w-74 shrink-0 flex-col border-r border-line bg-surface pt-13 max-sm:hidden"
    >
      <p className="px-3 pt-2 text-xs text-ink-soft">
        Drag one onto a line, a box or a free place. Pressed, it goes behind the chosen step.
      </p>
      <div className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-2">
        {addableFamilies.map(({ family, title, kinds }) => (
          <section key={family} aria-label={title}>
            <h2 className="px-1.5 pt-3 pb-1 text-xs font-medium text-ink-soft">{title}</h2>
            <ul>
              {kinds.map((kind) => (
                <PaletteStep key={kind} kind={kind} onPick={() => onPick(kind)} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}

function PaletteStep({ kind, onPick }: { kind: StepKind; onPick(): void }) {
  const { icon: Icon, name, purpose, tile } = stepKinds[kind];
  return (
    <li>
      <button
        type="button"
        draggable
        title={purpose}
        className="group flex w-full cursor-grab items-center gap-2 rounded-md px-1.5 py-1 text-left text-sm hover:bg-sunken active:cursor-grabbing"
        onClick={onPick}
        onDragStart={(event) => {
          event.dataTransfer.setData(STEP_DRAG, kind);
          event.dataTransfer.effectAllowed = 'copy';
        }}
      >
        <span className={cn('grid size-7 shrink-0 place-items-center rounded-md', tile)}>
          <Icon aria-hidden className="size-4" />
        </span>
        <span className="min-w-0 flex-1 truncate">{name}</span>
        <GripVertical
          aria-hidden
          className="size-3.5 shrink-0 text-ink-soft opacity-0 group-hover:opacity-100"
        />
      </button>
    </li>
  );
}
