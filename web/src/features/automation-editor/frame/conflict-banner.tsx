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
  const { data, isPending } = useQuery(draftEditsSinceQuery(automation.id, revision));
  const { who, at, what } = sayConflict(data?.edits ?? [], data?.more);
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
      alert="quiet"
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
      {/* Announced once, as it stands: what follows grows older by itself. */}
      <span role="alert" className="font-semibold">
        This draft was changed meanwhile. Your last edits are not saved.
      </span>
      {!isPending && (
        <>
          {' '}
          {who}
          {at && (
            <>
              {' '}
              (<Moment at={at} distance="only" />)
            </>
          )}
          {what && `: ${what}`}.
        </>
      )}
    </Strip>
  );
}
