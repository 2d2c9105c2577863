import type { Catalogue } from '@gradus/flow';
import { ChevronDown, ChevronRight, CornerDownRight, Plus, StickyNote, Undo2 } from 'lucide-react';
import { memo } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import { cn } from '../../ui/class-names.ts';
import { StepMarks } from '../box/step-marks.tsx';
import { useCanvas } from '../canvas-context.ts';
import { useMark } from '../marks.ts';
import { noteTones } from '../notes/note-tones.ts';
import { stepKinds } from '../step-kinds.ts';
import { summarise } from '../words/summaries.ts';
import type { Row } from './rows.ts';

interface OutlineRowProps {
  row: Row;
  catalogue: Catalogue;
  focusable: boolean;
  chosen: boolean;
  /** Null: there is nothing to fold. */
  unfolded: boolean | null;
  onFocus(): void;
  onFold(): void;
  onOpen(event: MouseEvent): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** One row: a step with what it does and who is there, a way out, or where a way goes on. */
export const OutlineRow = memo(function OutlineRow(props: OutlineRowProps) {
  const { row, focusable, chosen, unfolded, onFocus, onFold, onOpen, onKeyDown } = props;
  const Chevron = unfolded ? ChevronDown : ChevronRight;
  return (
    <li
      role="treeitem"
      aria-level={row.level}
      aria-selected={chosen}
      aria-expanded={unfolded ?? undefined}
      data-row={row.key}
      tabIndex={focusable ? 0 : -1}
      onFocus={(event) => event.target === event.currentTarget && onFocus()}
      onClick={onOpen}
      onKeyDown={onKeyDown}
      style={{ paddingInlineStart: `${Math.min(row.level - 1, 12) * 1.1 + 0.25}rem` }}
      className={cn(
        'flex min-w-0 cursor-default items-center gap-2 rounded-md py-1 pr-2 outline-offset-[-2px]',
        chosen ? 'bg-accent-soft' : 'hover:bg-sunken/70',
      )}
    >
      <button
        type="button"
        tabIndex={-1}
        aria-hidden
        className={cn(
          'grid size-6 shrink-0 place-items-center text-ink-soft',
          unfolded === null && 'invisible',
        )}
        onClick={(event) => {
          event.stopPropagation();
          onFold();
        }}
      >
        <Chevron className="size-4" />
      </button>
      <RowContent row={row} catalogue={props.catalogue} />
    </li>
  );
});

function RowContent({ row, catalogue }: { row: Row; catalogue: Catalogue }) {
  if (row.kind === 'step') return <StepRow row={row} catalogue={catalogue} />;
  if (row.kind === 'way') return <WayRow row={row} />;
  if (row.kind === 'note') return <NoteRow row={row} />;
  if (row.kind === 'heading') {
    return (
      <span className={cn('text-sm font-semibold', row.grave ? 'text-warn' : 'text-ink-soft')}>
        {row.title}
      </span>
    );
  }
  const Icon = row.back ? Undo2 : CornerDownRight;
  return (
    <span className="flex min-w-0 items-center gap-1.5 py-0.5 text-sm text-ink-soft">
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="truncate">
        {row.back ? 'comes round again to' : 'goes on at'}{' '}
        <span className="font-medium text-ink">{row.title}</span>
      </span>
    </span>
  );
}

function NoteRow({ row: { note, steps } }: { row: Extract<Row, { kind: 'note' }> }) {
  return (
    <span
      className={cn(
        'flex min-w-0 flex-1 items-start gap-2 rounded-md border border-ink/15 px-2.5 py-1.5 text-[0.8125rem]',
        noteTones[note.tone].tint,
      )}
    >
      <StickyNote aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-soft" />
      <span className="min-w-0">
        <span className="sr-only">Note: </span>
        <span className="line-clamp-3 whitespace-pre-line">{note.text}</span>
        {steps > 0 && (
          <span className="text-ink-soft">
            on {steps} {steps === 1 ? 'step' : 'steps'}
          </span>
        )}
      </span>
    </span>
  );
}

/** A phone has no room for most of them in one line; there is no other place to read the rest. */
const ONE_LINE = 'max-sm:line-clamp-3 sm:truncate';

function StepRow({ row, catalogue }: { row: Extract<Row, { kind: 'step' }>; catalogue: Catalogue }) {
  const { mode, overlay, openInsertMenu } = useCanvas();
  const mark = useMark(overlay, row.stepId);
  const { icon: Icon, name, tile } = stepKinds[row.step.kind];
  const { outlet } = row;
  const shown = mark && mark.kind !== 'problems' ? mark : null;
  return (
    <>
      {row.tone && (
        <span aria-hidden className={cn('w-1.5 self-stretch rounded-full', noteTones[row.tone].tint)} />
      )}
      <span className={cn('grid size-8 shrink-0 place-items-center rounded-lg', tile)}>
        <Icon aria-hidden className="size-4" />
      </span>
      <span className="min-w-0 flex-1">
        <span className={cn('block text-sm font-semibold', ONE_LINE)}>
          <span className="sr-only">{name}: </span>
          {row.step.title}
        </span>
        <span className={cn('block text-[0.8125rem] text-ink-soft', ONE_LINE)}>
          {summarise(row.step, catalogue)}
        </span>
        {shown && (
          <span className="mt-0.5 block w-fit max-w-full overflow-hidden rounded-md sm:hidden">
            <StepMarks mark={shown} />
          </span>
        )}
        {mark?.kind === 'problems' && (
          <span
            className={cn('block text-[0.8125rem]', ONE_LINE, mark.errors > 0 ? 'text-bad' : 'text-warn')}
          >
            {mark.errors > 0 ? 'Problem: ' : 'Hint: '}
            {mark.first}
          </span>
        )}
      </span>
      {shown && (
        <span className="shrink-0 overflow-hidden rounded-md max-sm:hidden">
          <StepMarks mark={shown} />
        </span>
      )}
      {mode === 'edit' && outlet && (
        <AddButton
          label={`Add a step after ${row.step.title}`}
          onPress={(anchor) => openInsertMenu(outlet, anchor)}
        />
      )}
    </>
  );
}

function WayRow({ row }: { row: Extract<Row, { kind: 'way' }> }) {
  const { mode, openInsertMenu } = useCanvas();
  const editable = mode === 'edit';
  return (
    <>
      <span className={cn('min-w-0 flex-1 py-0.5 text-[0.8125rem] font-medium text-ink-soft', ONE_LINE)}>
        {row.label}
        {row.straight && <span className="font-normal"> · goes on below</span>}
        {row.open &&
          (row.mayStayOpen ? (
            <span className="font-normal"> · leads nowhere, and may stay so</span>
          ) : (
            <span className="font-normal text-warn"> · leads nowhere yet</span>
          ))}
      </span>
      {editable && (
        <AddButton
          label={`Add a step on “${row.label}”`}
          onPress={(anchor) => openInsertMenu(row.outlet, anchor)}
        />
      )}
    </>
  );
}

function AddButton({ label, onPress }: { label: string; onPress(anchor: HTMLElement): void }) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={label}
      className="grid size-7 shrink-0 place-items-center rounded-full text-ink-soft hover:bg-accent hover:text-on-accent"
      onClick={(event) => {
        event.stopPropagation();
        onPress(event.currentTarget);
      }}
    >
      <Plus aria-hidden className="size-4" />
    </button>
  );
}
