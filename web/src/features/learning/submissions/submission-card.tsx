import { Collapsible } from '@base-ui/react/collapsible';
import { ChevronDown, Hourglass } from 'lucide-react';
import type { SubmissionDetail } from '@gradus/contracts';
import { Card } from '../../../ui/card.tsx';
import { Status } from '../../../ui/status.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { GradeView } from './grade-view.tsx';
import { isUnderWay, submissionWords } from './submission-words.ts';

/** One attempt: what was handed in and what became of it. */
export function SubmissionCard({ submission, latest }: { submission: SubmissionDetail; latest: boolean }) {
  const { word, look } = submissionWords(submission);
  return (
    <Card>
      <Collapsible.Root defaultOpen={latest}>
        <h3>
          <Collapsible.Trigger className="group flex w-full flex-wrap items-center gap-x-4 gap-y-2 rounded-xl px-5 py-4 text-left sm:px-6">
            <span className="min-w-0 flex-1 basis-40">
              <span className="block font-semibold">Attempt {submission.attempt}</span>
              {submission.submittedAt && (
                <span className="block text-sm text-ink-soft">
                  Handed in <Moment at={submission.submittedAt} />
                </span>
              )}
            </span>
            <Status look={look}>{word}</Status>
            <ChevronDown
              className="size-4.5 text-ink-soft transition-transform group-data-panel-open:rotate-180"
              aria-hidden
            />
          </Collapsible.Trigger>
        </h3>
        <Collapsible.Panel className="h-[var(--collapsible-panel-height)] overflow-hidden transition-[height] duration-200 data-ending-style:h-0 data-starting-style:h-0">
          <div className="flex flex-col gap-6 px-5 pb-6 sm:px-6">
            {isUnderWay(submission) && (
              <p role="status" className="flex items-start gap-3 rounded-lg bg-note-soft p-4">
                <Hourglass className="mt-0.5 size-5 shrink-0 text-note" aria-hidden />
                {submission.status}
              </p>
            )}
            {submission.grade && <GradeView grade={submission.grade} />}
            <details>
              <summary className="w-fit cursor-pointer rounded-sm text-sm text-accent hover:underline">
                What you handed in
              </summary>
              <p className="mt-3 max-w-[70ch] rounded-lg bg-sunken p-4 break-words whitespace-pre-wrap">
                {submission.body}
              </p>
            </details>
          </div>
        </Collapsible.Panel>
      </Collapsible.Root>
    </Card>
  );
}
