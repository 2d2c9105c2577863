import type { DraftDetail } from '@gradus/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CloudOff, Pencil, Telescope, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { automationQuery } from '../../../api/automations.ts';
import { Button } from '../../../ui/control/button.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import type { Shown } from '../store/shown.ts';

/** Says at every moment: this is the draft, and how it stands with the server and with the learners. */
export function DraftBanner({ onBack }: { onBack(): void }) {
  const saving = useEditor((state) => state.saving);
  const shown = useEditor((state) => state.shown);
  if (saving.status === 'conflict') return <ConflictBanner />;
  if (saving.status === 'refused') return <RefusedBanner detail={saving.detail} />;
  if (saving.status === 'waiting') return <OfflineBanner detail={saving.detail} />;
  if (shown !== null) return <TryingBanner shown={shown} onBack={onBack} />;
  return <PlainBanner />;
}

function TryingBanner({ shown, onBack }: { shown: Shown; onBack(): void }) {
  return (
    <Strip
      className="bg-note-soft text-note"
      icon={<Telescope aria-hidden className="size-4 shrink-0" />}
      action={
        <Button size="sm" onClick={onBack}>
          Back to the drawing
        </Button>
      }
    >
      <strong className="font-semibold">Trying out.</strong> You see{' '}
      {shown.kind === 'way'
        ? `the way of ${shown.way.whose}`
        : `${shown.report.learners.toLocaleString('en')} learners`}
      . Nothing of it happens.
    </Strip>
  );
}

function PlainBanner() {
  const { live, draft } = useEditorScope().automation;
  const unsaved = useEditor((state) => state.saving.status !== 'saved');
  const changed = draft.changedSincePublish || unsaved;
  return (
    <Strip className="bg-warn-soft text-warn" icon={<Pencil aria-hidden className="size-4 shrink-0" />}>
      <strong className="font-semibold">Draft.</strong>{' '}
      {live === null
        ? 'Never published: nobody goes through it yet.'
        : changed
          ? `Learners follow version ${live.number}. Nothing changes for them until you publish.`
          : `The same as the live version ${live.number}.`}
    </Strip>
  );
}

function OfflineBanner({ detail }: { detail: string }) {
  const saveNow = useEditor((state) => state.saveNow);
  return (
    <Strip
      className="bg-bad-soft text-bad"
      icon={<CloudOff aria-hidden className="size-4 shrink-0" />}
      action={
        <Button size="sm" onClick={saveNow}>
          Try now
        </Button>
      }
    >
      <strong className="font-semibold">Not saved yet.</strong> {detail} It is tried again by itself; keep
      this tab open.
    </Strip>
  );
}

/** Reads the server's draft, then does something with it; shows that it is busy, and why it failed. */
function useFreshDraft() {
  const { automation } = useEditorScope();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const read = async (use: (draft: DraftDetail) => void) => {
    setBusy(true);
    try {
      use((await client.fetchQuery({ ...automationQuery(automation.id), staleTime: 0 })).draft);
    } catch (error) {
      notify.bad({ title: 'The draft could not be read', detail: sentenceOf(error) });
    } finally {
      setBusy(false);
    }
  };
  return { busy, read };
}

function ConflictBanner() {
  const rebase = useEditor((state) => state.rebase);
  const discard = useEditor((state) => state.discard);
  const { busy, read } = useFreshDraft();
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
      <strong className="font-semibold">Someone else changed this draft.</strong> Your last edits are kept
      here but not saved.
    </Strip>
  );
}

function RefusedBanner({ detail }: { detail: string }) {
  const discard = useEditor((state) => state.discard);
  const { busy, read } = useFreshDraft();
  return (
    <Strip
      alert
      className="bg-bad-soft text-bad"
      icon={<CircleAlert aria-hidden className="size-4 shrink-0" />}
      action={
        <Button size="sm" busy={busy} onClick={() => void read(discard)}>
          Go back to what is saved
        </Button>
      }
    >
      <strong className="font-semibold">The last edit was refused.</strong> {detail}
    </Strip>
  );
}

interface StripProps {
  className: string;
  icon: ReactNode;
  action?: ReactNode;
  alert?: boolean;
  children: ReactNode;
}

export function Strip({ className, icon, action, alert, children }: StripProps) {
  return (
    <div
      role={alert ? 'alert' : 'status'}
      className={`flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 border-y border-line px-4 py-2 text-sm ${className}`}
    >
      {icon}
      <p className="min-w-0 flex-1 basis-56 text-ink">{children}</p>
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
