import type { Catalogue, Definition, StepKind } from '@gradus/flow';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { CanvasContext } from '../canvas-context.ts';
import type { CanvasActions, CanvasMode, Outlet } from '../canvas-context.ts';
import { useFocusOnNew } from '../focus-on-drawing.ts';
import { InsertMenu } from '../insert-menu.tsx';
import { useInsertMenu } from '../inserting/use-insert-menu.ts';
import { noOverlay } from '../marks.ts';
import type { Overlay } from '../marks.ts';
import { OutlineRow } from './outline-row.tsx';
import { rowsOf, visible } from './rows.ts';
import type { Row } from './rows.ts';

interface OutlineProps {
  mode: CanvasMode;
  definition: Definition;
  catalogue: Catalogue;
  overlay?: Overlay;
  selectedId: string | null;
  selection?: readonly string[];
  actions: Partial<CanvasActions> & Pick<CanvasActions, 'select'>;
}

/**
 * The drawing as a tree: the same steps, the same edits, for the keyboard, for screen readers and for small screens. Arrow keys
 * move and fold, Enter opens, A adds a step behind, N a note; with Alt, the arrows move a step up or down its way; Shift and the
 * arrows choose several; Delete takes out.
 */
export function Outline({
  mode,
  definition,
  catalogue,
  overlay = noOverlay,
  selectedId,
  actions,
  ...rest
}: OutlineProps) {
  const rows = useMemo(() => rowsOf(definition), [definition]);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => visible(rows, folded), [rows, folded]);
  const [current, setCurrent] = useState<string | null>(null);
  const at =
    shown.find(({ key }) => key === current) ?? shown.find(({ key }) => key === selectedId) ?? shown[0];
  const tree = useRef<HTMLUListElement>(null);
  const { openInsertMenu, menu } = useInsertMenu();
  const focus = useCallback((key: string) => {
    setCurrent(key);
    requestAnimationFrame(() =>
      tree.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"]`)?.focus(),
    );
  }, []);
  const focusNext = useFocusOnNew(selectedId, focus);
  const fold = (key: string, closed: boolean) => {
    const next = new Set(folded);
    if (closed) next.add(key);
    else next.delete(key);
    setFolded(next);
  };
  const chosen = new Set(rest.selection ?? (selectedId === null ? [] : [selectedId]));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || !at) return;
    if (!(event.target as HTMLElement).matches('[role=treeitem]')) return;
    const editable = mode === 'edit';
    const acted = event.altKey
      ? editable && rearrange(event.key, at, actions)
      : press(event, { at, shown, folded, fold, focus, actions, editable, openInsertMenu, chosen });
    if (acted) event.preventDefault();
  };
  const scope = useMemo(
    () => ({ mode, overlay, openInsertMenu, resizeNote: () => undefined }),
    [mode, overlay, openInsertMenu],
  );
  return (
    <CanvasContext value={scope}>
      <div className="relative h-full scroll-pt-16 overflow-y-auto bg-page px-2 pb-8 sm:px-6">
        <UnderTheSwitch />
        <ul
          ref={tree}
          role="tree"
          aria-label="Outline of all steps"
          aria-multiselectable={actions.pick ? true : undefined}
          className="mx-auto flex max-w-3xl flex-col gap-0.5"
        >
          {shown.map((row) => (
            <OutlineRow
              key={row.key}
              row={row}
              catalogue={catalogue}
              focusable={row.key === at?.key}
              chosen={chosen.has(row.key)}
              unfolded={row.folds ? !folded.has(row.key) : null}
              onFocus={() => setCurrent(row.key)}
              onFold={() => fold(row.key, !folded.has(row.key))}
              onOpen={(event) =>
                isSeveral(event) && pickAlso(row, chosen, actions) ? undefined : open(row, actions, focus)
              }
              onKeyDown={onKeyDown}
            />
          ))}
        </ul>
      </div>
      <InsertMenu
        {...menu}
        onPick={(kind: StepKind, { outlet }) => {
          focusNext();
          actions.insert?.(kind, outlet);
        }}
      />
    </CanvasContext>
  );
}

/** What scrolls disappears under a strip as high as the switch between canvas and outline, which lies over its upper edge. */
function UnderTheSwitch() {
  return (
    <div aria-hidden className="sticky top-0 z-1 -mx-2 mb-1 h-13 border-b border-line bg-page sm:-mx-6" />
  );
}

function open(row: Row, actions: OutlineProps['actions'], focus: (key: string) => void): void {
  if (row.kind === 'step') actions.select(row.stepId);
  else if (row.kind === 'note' && actions.pick) actions.select(row.noteId);
  else if (row.kind === 'goesOn') focus(row.stepId);
}

const isSeveral = (event: { metaKey: boolean; ctrlKey: boolean; shiftKey: boolean }) =>
  event.metaKey || event.ctrlKey || event.shiftKey;

type ChoosableRow = Extract<Row, { kind: 'step' | 'note' }>;

const isChoosable = (row: Row | undefined): row is ChoosableRow =>
  row?.kind === 'step' || row?.kind === 'note';

/** Adds a step or note to what is chosen, or takes it out of that; false: it cannot be chosen. */
function pickAlso(
  row: Row | undefined,
  chosen: ReadonlySet<string>,
  { pick }: OutlineProps['actions'],
): boolean {
  if (!pick || !isChoosable(row)) return false;
  pick(chosen.has(row.key) ? [...chosen].filter((id) => id !== row.key) : [...chosen, row.key]);
  return true;
}

/** Alt and an arrow move the step itself. */
function rearrange(key: string, at: Row, { shift }: OutlineProps['actions']): boolean {
  if (at.kind !== 'step' || !shift || (key !== 'ArrowUp' && key !== 'ArrowDown')) return false;
  shift(at.stepId, key === 'ArrowUp' ? 'up' : 'down');
  return true;
}

interface Press {
  chosen: ReadonlySet<string>;
  at: Row;
  shown: Row[];
  folded: ReadonlySet<string>;
  fold(key: string, closed: boolean): void;
  focus(key: string): void;
  actions: OutlineProps['actions'];
  editable: boolean;
  openInsertMenu(outlet: Outlet, anchor: HTMLElement): void;
}

/** What a key does on a row; false: not ours. */
function press(
  event: KeyboardEvent,
  { at, shown, folded, fold, focus, actions, editable, openInsertMenu, chosen }: Press,
): boolean {
  const index = shown.indexOf(at);
  const go = (row: Row | undefined) => {
    if (row) focus(row.key);
    return true;
  };
  const isFolded = folded.has(at.key);
  if (event.shiftKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    const ahead = event.key === 'ArrowDown' ? shown.slice(index + 1) : shown.slice(0, index).toReversed();
    const next = ahead.find(isChoosable);
    const both = [at, next].filter(isChoosable);
    actions.pick?.([...new Set([...chosen, ...both.map(({ key }) => key)])]);
    return go(next);
  }
  if (event.key === 'ArrowDown') return go(shown[index + 1]);
  if (event.key === 'ArrowUp') return go(shown[index - 1]);
  if (event.key === 'Home') return go(shown[0]);
  if (event.key === 'End') return go(shown.at(-1));
  if (event.key === 'ArrowRight') {
    if (at.folds && isFolded) fold(at.key, false);
    else if (at.folds) go(shown[index + 1]);
    return true;
  }
  if (event.key === 'ArrowLeft') {
    if (at.folds && !isFolded) fold(at.key, true);
    else go(shown.find(({ key }) => key === at.parent));
    return true;
  }
  if (event.key === 'Enter' || event.key === ' ') {
    if (at.kind === 'way' && at.open && editable) openInsertMenu(at.outlet, event.target as HTMLElement);
    else open(at, actions, focus);
    return true;
  }
  if (!editable) return false;
  if (event.key.toLowerCase() === 'n' && actions.addNote) {
    actions.addNote(at.kind === 'step' && !chosen.has(at.key) ? [at.stepId] : [...chosen]);
    return true;
  }
  const outlet = at.kind === 'step' || at.kind === 'way' ? at.outlet : null;
  if (event.key.toLowerCase() === 'a' && outlet) {
    openInsertMenu(outlet, event.target as HTMLElement);
    return true;
  }
  if (event.key === 'Delete' || event.key === 'Backspace') {
    if (at.kind === 'step' && at.step.kind !== 'trigger') {
      go(shown[index - 1]);
      actions.remove?.([at.stepId]);
    } else if (at.kind === 'note') {
      go(shown[index + 1] ?? shown[index - 1]);
      actions.remove?.([at.noteId]);
    } else if (at.kind === 'way' && !at.open) actions.disconnect?.(at.outlet);
    return true;
  }
  return false;
}
