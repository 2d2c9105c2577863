import { useCallback, useEffect, useRef } from 'react';

/** Gives the focus to a step where it is drawn, its box or its row, so that keys go on from there. */
export function focusOnDrawing(stepId: string): void {
  const id = CSS.escape(stepId);
  document
    .querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"], [role="treeitem"][data-row="${id}"]`)
    ?.focus({ preventScroll: true });
}

/** After a step was added from the menu, what is drawn of it has the focus: arrow keys, Enter and Delete go on from there. */
export function useFocusOnNew(selectedId: string | null, focus: (stepId: string) => void): () => void {
  const wanted = useRef(false);
  useEffect(() => {
    if (!wanted.current || selectedId === null) return;
    wanted.current = false;
    // The menu gives the focus back as it closes; what is drawn has the last word.
    const timer = setTimeout(() => focus(selectedId), 60);
    return () => clearTimeout(timer);
  }, [selectedId, focus]);
  return useCallback(() => {
    wanted.current = true;
  }, []);
}
