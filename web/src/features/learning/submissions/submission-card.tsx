import { Hourglass } from 'lucide-react';
import type { SubmissionDetail } from '@gradus/contracts';
import { Card } from '../../../ui/card.tsx';
import { Fold } from '../../../ui/reading/fold.tsx';
import { Status } from '../../../ui/status.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { GradeView } from './grade-view.tsx';
import { isUnderWay, submissionWords } from './submission-words.ts';

/** One attempt: what was handed in and what became of it. */
export function SubmissionCard({ submission, latest }: { submission: SubmissionDetail; latest: boolean }) {
  const { word, look } = submissionWords(submission);
  return (
    <Card>
      <Fold
        defaultOpen={latest}
        headingClass="flex-wrap gap-y-2 rounded-xl px-5 py-4 sm:px-6"
        heading={
          <>
            <span className="min-w-0 flex-1 basis-40">
              <span className="block font-semibold">Attempt {submission.attempt}</span>
              {submission.submittedAt && (
                <span className="block text-sm text-ink-soft">
                  Handed in <Moment at={submission.submittedAt} />
                </span>
              )}
            </span>
            <Status look={look}>{word}</Status>
          </>
        }
      >
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
      </Fold>
    </Card>
  );
}
