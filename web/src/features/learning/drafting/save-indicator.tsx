import { CircleCheck, CloudOff, Pencil } from 'lucide-react';
import { Spinner } from '../../../ui/progress.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import type { DraftSnapshot } from './draft-keeper.ts';

export function SaveIndicator({ draft }: { draft: DraftSnapshot }) {
  return (
    <p
      role="status"
      className="flex items-center gap-2 text-sm text-ink-soft [&_svg]:size-4 [&_svg]:shrink-0"
    >
      {draft.state === 'saving' && (
        <>
          <Spinner /> Saving …
        </>
      )}
      {draft.state === 'unsaved' && (
        <>
          <Pencil aria-hidden /> Not saved yet
        </>
      )}
      {draft.state === 'failed' && (
        <span className="flex items-center gap-2 text-warn">
          <CloudOff aria-hidden /> Kept on this device; we keep trying to save it
        </span>
      )}
      {draft.state === 'saved' && draft.savedAt && (
        <>
          <CircleCheck className="text-good" aria-hidden />
          <span>
            Draft saved, <Moment at={draft.savedAt} distance="only" />
          </span>
        </>
      )}
    </p>
  );
}
