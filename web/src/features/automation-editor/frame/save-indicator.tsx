import { Check, CloudOff } from 'lucide-react';
import { Spinner } from '../../../ui/progress.tsx';
import { useEditor } from '../store/editor-context.tsx';

/** Beside the title: whether everything is with the server. */
export function SaveIndicator() {
  const status = useEditor((state) => state.saving.status);
  const look = {
    saved: { icon: <Check aria-hidden className="size-4" />, text: 'Saved' },
    saving: { icon: <Spinner />, text: 'Saving' },
    waiting: { icon: <CloudOff aria-hidden className="size-4 text-bad" />, text: 'Not saved' },
    conflict: { icon: <CloudOff aria-hidden className="size-4 text-bad" />, text: 'Not saved' },
    refused: { icon: <CloudOff aria-hidden className="size-4 text-bad" />, text: 'Not saved' },
  }[status];
  return (
    <span
      role="status"
      className="inline-flex w-22 items-center gap-1.5 text-[0.8125rem] text-ink-soft max-sm:w-auto"
    >
      {look.icon}
      <span className="max-sm:sr-only">{look.text}</span>
    </span>
  );
}
