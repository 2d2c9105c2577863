import { CircleAlert, CloudOff, Pencil, Telescope } from 'lucide-react';
import { Button } from '../../../ui/control/button.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import type { Shown } from '../store/shown.ts';
import { ConflictBanner } from './conflict-banner.tsx';
import { Strip } from './strip.tsx';
import { useFreshDraft } from './use-fresh-draft.ts';

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
