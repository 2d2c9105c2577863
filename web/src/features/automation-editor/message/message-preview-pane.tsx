import type { MessagePreview, PreviewMessage } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { Bell, Eye, Maximize2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { messagePreviewQuery } from '../../../api/automations.ts';
import { Button } from '../../../ui/control/button.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Dialog } from '../../../ui/overlay/dialog.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';

const REST_MS = 500;

interface MessagePreviewPaneProps {
  automationId: string;
  letter: PreviewMessage;
  channel: 'mail' | 'inApp' | 'both';
  /** Whose it is; left out: samples stand in. */
  heading?: string;
  /** What in it is not there yet. */
  note?: string | null;
}

/** The message as it will arrive, with sample values or somebody's own, a moment after typing rests. */
export function MessagePreviewPane({
  automationId,
  letter,
  channel,
  heading,
  note,
}: MessagePreviewPaneProps) {
  const [large, setLarge] = useState(false);
  const rested = useRested(letter);
  const complete = rested.subject.trim() !== '' && rested.body.trim() !== '';
  const preview = useQuery({ ...messagePreviewQuery(automationId, rested), enabled: complete });
  return (
    <section aria-label="Preview" className="overflow-hidden rounded-lg border border-line">
      <header className="flex items-center gap-2 border-b border-line bg-sunken px-3.5 py-2 text-xs font-medium text-ink-soft">
        <Eye aria-hidden className="size-3.5" />
        {heading ?? 'Preview with sample values'}
        {channel !== 'inApp' && preview.data && (
          <Button size="sm" variant="quiet" className="-my-1 ml-auto" onClick={() => setLarge(true)}>
            <Maximize2 aria-hidden /> Larger
          </Button>
        )}
      </header>
      {!complete && <p className="p-4 text-sm text-ink-soft">Write a subject and a text to see it.</p>}
      {complete && preview.isPending && <Skeleton className="m-4 h-40" />}
      {preview.isError && (
        <Notice
          tone="bad"
          className="m-3"
          action={
            <Button size="sm" onClick={() => void preview.refetch()}>
              Try again
            </Button>
          }
        >
          {sentenceOf(preview.error)}
        </Notice>
      )}
      {complete && preview.data && (
        <>
          {channel !== 'inApp' && <MailPreview {...preview.data} />}
          {channel !== 'mail' && <NoticePreview {...preview.data.notice} />}
          {preview.data.unknownVariables.length > 0 && (
            <Notice tone="warn" className="m-3">
              Nobody knows {preview.data.unknownVariables.map((name) => `{{${name}}}`).join(', ')}. Choose
              variables from the list.
            </Notice>
          )}
          {note && <p className="border-t border-line px-3.5 py-2.5 text-xs text-ink-soft">{note}</p>}
          <LargeMail open={large} onOpenChange={setLarge} {...preview.data} />
        </>
      )}
    </section>
  );
}

interface LargeMailProps extends Pick<MessagePreview, 'subject' | 'html'> {
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** The mail as wide as a mail program on a desk shows it: the panel beside the canvas is as narrow as a phone. */
function LargeMail({ open, onOpenChange, subject, html }: LargeMailProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={subject}
      className="w-[min(50rem,calc(100vw-2rem))]"
      footer={<Button onClick={() => onOpenChange(false)}>Close</Button>}
    >
      <iframe
        title="The mail, large"
        sandbox=""
        srcDoc={html}
        className="h-[min(38rem,62dvh)] w-full rounded-lg border border-line bg-white"
      />
    </Dialog>
  );
}

function useRested(letter: PreviewMessage): PreviewMessage {
  const text = JSON.stringify(letter);
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return JSON.parse(rested) as PreviewMessage;
}

function MailPreview({ subject, html }: Pick<MessagePreview, 'subject' | 'html'>) {
  return (
    <>
      <p className="border-b border-line px-3.5 py-2.5 text-sm font-semibold">{subject}</p>
      <iframe title="The mail as it arrives" sandbox="" srcDoc={html} className="h-72 w-full bg-white" />
    </>
  );
}

function NoticePreview({ title, body }: MessagePreview['notice']) {
  return (
    <div className="border-t border-line p-3.5 first-of-type:border-t-0">
      <p className="flex items-center gap-1.5 pb-2 text-xs text-ink-soft">
        <Bell aria-hidden className="size-3.5" /> As a notice
      </p>
      <div className="rounded-lg border border-line p-4">
        <p className="font-semibold">{title}</p>
        <Markdown text={body} compact className="mt-1.5" />
      </div>
    </div>
  );
}
