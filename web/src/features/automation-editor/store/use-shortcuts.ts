import { useEffect } from 'react';
import { useEditorScope } from './editor-context.tsx';
import { useEdits } from './use-edits.ts';

/** ⌘Z, ⇧⌘Z, ⌘A and ⌘G (Ctrl elsewhere), except while typing: text fields take back their own letters. */
export function useShortcuts(): void {
  const { store } = useEditorScope();
  const { addNote } = useEdits();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.metaKey || event.ctrlKey) || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === 'a') {
        event.preventDefault();
        const { steps, notes } = store.getState().document.definition;
        store.getState().pick([...Object.keys(steps), ...Object.keys(notes ?? {})]);
        return;
      }
      if (key === 'g') {
        event.preventDefault();
        addNote(store.getState().selection);
        return;
      }
      const redo = (key === 'z' && event.shiftKey) || key === 'y';
      if (!redo && key !== 'z') return;
      event.preventDefault();
      if (redo) store.getState().redo();
      else store.getState().undo();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [store, addNote]);
}

/** Closing the tab while something is not with the server asks first. */
export function useUnsavedGuard(): void {
  const { store } = useEditorScope();
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent) => {
      if (store.getState().saving.status !== 'saved') event.preventDefault();
    };
    window.addEventListener('beforeunload', onLeave);
    return () => window.removeEventListener('beforeunload', onLeave);
  }, [store]);
}

/** Whether keys belong to a text field. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, [contenteditable="true"]') !== null
  );
}
