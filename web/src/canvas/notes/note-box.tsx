import { NodeResizer } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { cn } from '../../ui/class-names.ts';
import { useCanvas } from '../canvas-context.ts';
import type { NoteNode } from '../drawing/note-frames.ts';
import { noteTones } from './note-tones.ts';

const LINE = 18;
const TEXT_PLACES = {
  left: 'w-[190px]',
  right: 'ml-auto w-[190px]',
  top: 'h-[66px]',
  whole: 'size-full',
} satisfies Record<NoteNode['data']['side'], string>;

/** A remark behind the boxes: around the steps it is about, or by itself. */
export const NoteBox = memo(function NoteBox({ id, data, selected, height = 0 }: NodeProps<NoteNode>) {
  const { mode, resizeNote } = useCanvas();
  const { note, side } = data;
  const lines = Math.max(1, Math.floor(((side === 'top' ? 66 : height) - 22) / LINE));
  return (
    <div
      className={cn(
        'relative size-full rounded-xl border border-ink/15',
        noteTones[note.tone].tint,
        selected && 'border-accent ring-2 ring-accent',
      )}
    >
      <div className={cn('pointer-events-auto px-3.5 py-2.5', TEXT_PLACES[side])} title={note.text}>
        <p
          className="overflow-hidden text-[0.8125rem] leading-[18px] whitespace-pre-line text-ink"
          style={{ display: '-webkit-box', WebkitBoxOrient: 'vertical', WebkitLineClamp: lines }}
        >
          {note.text}
        </p>
      </div>
      {mode === 'edit' && side === 'whole' && (
        <NodeResizer
          isVisible={selected === true}
          minWidth={80}
          minHeight={48}
          maxWidth={2_000}
          maxHeight={2_000}
          color="var(--accent)"
          onResizeEnd={(_, place) => resizeNote(id, place)}
        />
      )}
    </div>
  );
});
