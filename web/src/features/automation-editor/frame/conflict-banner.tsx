import type { DraftDetail } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { draftEditsSinceQuery } from '../../../api/history/draft-edits.ts';
import { Button } from '../../../ui/control/button.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { sayConflict } from './conflict-words.ts';
import { Strip } from './strip.tsx';
import { useFreshDraft } from './use-fresh-draft.ts';

/** Somebody else's edits came first: says whose they are and what they do, and lets a person decide about their own. */
export function ConflictBanner() {
  const rebase = useEditor((state) => state.rebase);
  const discard = useEditor((state) => state.discard);
  const { busy, read } = useFreshDraft();
  const { automation } = useEditorScope();
  const revision = useEditor((state) => state.revision());
  const { data: edits = [] } = useQuery(draftEditsSinceQuery(automation.id, revision));
  const { who, at, what } = sayConflict(edits);
  const onTop = (draft: DraftDetail) => {
    const lost = rebase(draft);
    if (lost === 0) notify.good({ title: 'Your edits are on top of theirs' });
    else
      notify.note({
        title: 'Most of your edits are on top of theirs',
        detail: `${lost} no longer fitted and were left out.`,
      });
  };
  return (
    <Strip
      alert
      className="bg-bad-soft text-bad"
      icon={<TriangleAlert aria-hidden className="size-4 shrink-0" />}
      action={
        <>
          <Button size="sm" variant="primary" busy={busy} onClick={() => void read(onTop)}>
            Put my edits on top
          </Button>
          <Button size="sm" disabled={busy} onClick={() => void read(discard)}>
            Drop my edits
          </Button>
        </>
      }
    >
      <strong className="font-semibold">{who}</strong>
      {at && (
        <>
          {' '}
          (<Moment at={at} distance="only" />)
        </>
      )}
      {what && `: ${what}`}. Your last edits are kept here but not saved.
    </Strip>
  );
}
