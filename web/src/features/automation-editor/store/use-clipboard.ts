import { useCallback, useEffect } from 'react';
import type { Outlet } from '../../../canvas/canvas-context.ts';
import { firstWayOf } from '../../../canvas/inserting/next-outlet.ts';
import { notify } from '../../../ui/overlay/toast.tsx';
import { clipOf, printClip, readClip } from '../document/clipboard.ts';
import type { Clip } from '../document/clipboard.ts';
import { useEditorScope } from './editor-context.tsx';
import type { EditorStore } from './editor-store.ts';
import { useEdits } from './use-edits.ts';
import { isTyping } from './use-shortcuts.ts';

/** ⌘C, ⌘X, ⌘V and ⌘D on steps, through the system's own clipboard: from one automation to another, too. */
export function useClipboard(): void {
  const { store } = useEditorScope();
  const duplicate = useDuplicate();
  const { paste, removeSteps } = useEdits();
  useEffect(() => {
    const take = (event: ClipboardEvent, cut: boolean) => {
      if (isTyping(event.target) || !document.getSelection()?.isCollapsed) return;
      const { document: drawing, selection } = store.getState();
      const clip = clipOf(drawing, selection);
      if (!clip || !event.clipboardData) return;
      event.preventDefault();
      event.clipboardData.setData('text/plain', printClip(clip));
      if (cut) removeSteps([...Object.keys(clip.steps), ...Object.keys(clip.notes ?? {})]);
      notify.good({ title: `${counted(clip)} copied` });
    };
    const onCopy = (event: ClipboardEvent) => take(event, false);
    const onCut = (event: ClipboardEvent) => take(event, true);
    const onPaste = (event: ClipboardEvent) => {
      if (isTyping(event.target)) return;
      const clip = readClip(event.clipboardData?.getData('text/plain') ?? '');
      if (!clip) return;
      event.preventDefault();
      paste(clip, outletOf(store));
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.key.toLowerCase() !== 'd' || isTyping(event.target))
        return;
      if (duplicate(store.getState().selection)) event.preventDefault();
    };
    window.addEventListener('copy', onCopy);
    window.addEventListener('cut', onCut);
    window.addEventListener('paste', onPaste);
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('copy', onCopy);
      window.removeEventListener('cut', onCut);
      window.removeEventListener('paste', onPaste);
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [store, paste, removeSteps, duplicate]);
}

/** Doubles steps and notes behind the one chosen step; false: there is nothing that could be doubled. */
export function useDuplicate(): (ids: readonly string[]) => boolean {
  const { store } = useEditorScope();
  const { paste } = useEdits();
  return useCallback(
    (ids) => {
      const clip = clipOf(store.getState().document, ids);
      if (clip) paste(clip, outletOf(store));
      return clip !== null;
    },
    [store, paste],
  );
}

function counted({ steps, notes = {} }: Clip): string {
  const [count, noted] = [Object.keys(steps).length, Object.keys(notes).length];
  if (count === 0) return noted === 1 ? 'One note' : `${noted} notes`;
  return count === 1 ? 'One step' : `${count} steps`;
}

/** Into the main way out of the one chosen step; beside the drawing when none or several are. */
function outletOf(store: EditorStore): Outlet | null {
  const { selectedId, document: drawing } = store.getState();
  return selectedId === null ? null : firstWayOf(drawing.definition, selectedId);
}
