import { StickyNote, Trash2, X } from 'lucide-react';
import { stepKinds } from '../../../canvas/step-kinds.ts';
import { Button } from '../../../ui/control/button.tsx';
import { shortcut } from '../../../ui/control/shortcut.ts';
import { useEditor } from '../store/editor-context.tsx';
import { useEdits } from '../store/use-edits.ts';

const NAMED = 8;

/** What can be done with several steps at once. */
export function SelectionPanel({ ids }: { ids: readonly string[] }) {
  const steps = useEditor((state) => state.document.definition.steps);
  const select = useEditor((state) => state.select);
  const { addNote, removeSteps } = useEdits();
  const chosen = ids.flatMap((id) => (steps[id] ? [{ id, step: steps[id] }] : []));
  const title = chosen.length === ids.length ? `${ids.length} steps chosen` : `${ids.length} things chosen`;
  return (
    <section aria-label={title} className="flex flex-col gap-5 p-4 sm:p-5">
      <header className="flex items-center gap-3">
        <h2 className="flex-1 font-semibold">{title}</h2>
        <Button size="icon-sm" variant="quiet" aria-label="Choose none of them" onClick={() => select(null)}>
          <X aria-hidden />
        </Button>
      </header>
      <ul className="flex flex-col gap-1.5 text-sm">
        {chosen.slice(0, NAMED).map(({ id, step }) => (
          <li key={id} className="flex items-baseline justify-between gap-3">
            <span className="truncate">{step.title}</span>
            <span className="shrink-0 text-xs text-ink-soft">{stepKinds[step.kind].name}</span>
          </li>
        ))}
        {chosen.length > NAMED && <li className="text-ink-soft">and {chosen.length - NAMED} more</li>}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => addNote(ids)}>
          <StickyNote aria-hidden /> Put a note around them
        </Button>
        <Button size="sm" onClick={() => removeSteps(ids.filter((id) => steps[id]?.kind !== 'trigger'))}>
          <Trash2 aria-hidden /> Take them out
        </Button>
      </div>
      <p className="text-sm text-ink-soft">
        {shortcut('C')} copies them, {shortcut('X')} cuts, {shortcut('V')} pastes behind the chosen step, also
        from one automation to another; {shortcut('D')} doubles them.
      </p>
    </section>
  );
}
