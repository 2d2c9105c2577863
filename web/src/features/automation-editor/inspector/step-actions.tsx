import { ArrowDown, ArrowUp, Copy, Trash2 } from 'lucide-react';
import { focusOnDrawing } from '../../../canvas/focus-on-drawing.ts';
import { Button } from '../../../ui/control/button.tsx';
import { useEditorScope } from '../store/editor-context.tsx';
import { useDuplicate } from '../store/use-clipboard.ts';
import { useEdits } from '../store/use-edits.ts';

/** What is done to a step as a whole; the focus goes on to the copy, or to the step before the one that is gone. */
export function StepActions({ stepId }: { stepId: string }) {
  const { store } = useEditorScope();
  const { removeSteps, shift } = useEdits();
  const duplicate = useDuplicate();
  const copy = () => {
    duplicate([stepId]);
    // The copy is drawn a moment later.
    setTimeout(() => {
      const { selectedId } = store.getState();
      if (selectedId !== null) focusOnDrawing(selectedId);
    }, 60);
  };
  const takeOut = () => {
    const { edges } = store.getState().document.definition;
    const before = edges.find(({ to }) => to === stepId)?.from;
    removeSteps([stepId]);
    if (before !== undefined) focusOnDrawing(before);
  };
  return (
    <>
      <Button
        size="icon-sm"
        variant="quiet"
        aria-label="Move this step up"
        onClick={() => shift(stepId, 'up')}
      >
        <ArrowUp aria-hidden />
      </Button>
      <Button
        size="icon-sm"
        variant="quiet"
        aria-label="Move this step down"
        onClick={() => shift(stepId, 'down')}
      >
        <ArrowDown aria-hidden />
      </Button>
      <Button size="icon-sm" variant="quiet" aria-label="Put a copy of this step behind it" onClick={copy}>
        <Copy aria-hidden />
      </Button>
      <Button size="icon-sm" variant="quiet" aria-label="Take this step out" onClick={takeOut}>
        <Trash2 aria-hidden />
      </Button>
    </>
  );
}
