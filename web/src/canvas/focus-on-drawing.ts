/** Gives the focus to a step where it is drawn, its box or its row, so that keys go on from there. */
export function focusOnDrawing(stepId: string): void {
  const id = CSS.escape(stepId);
  document
    .querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"], [role="treeitem"][data-row="${id}"]`)
    ?.focus({ preventScroll: true });
}
