import type { GradedSubmission, SubmissionState } from '@gradus/contracts';
import { Card, CardHeader } from '../../../ui/card.tsx';
import { Fold } from '../../../ui/reading/fold.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Scrolled } from '../../../ui/reading/scrolled.tsx';
import { Status } from '../../../ui/status.tsx';
import type { StatusLook } from '../../../ui/status.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { GradeHistory } from './grade-history.tsx';
import type { GradedWork } from './graded-work.ts';

/** One assignment: its attempts, the last one open. */
export function AssignmentCard({ item, work }: Pick<GradedWork, 'item' | 'work'>) {
  return (
    <Card>
      <CardHeader
        title={item.title}
        description={`Week ${item.position} · ${item.moduleTitle} · ${item.passPercentage} % pass`}
      />
      <div className="mt-3 divide-y divide-line">
        {item.submissions.map((submission, index) => (
          <Attempt key={submission.id} submission={submission} open={index === 0} item={item} work={work} />
        ))}
      </div>
    </Card>
  );
}

function Attempt({ open, ...graded }: GradedWork & { open: boolean }) {
  const { submission } = graded;
  const { word, look } = wordsOf(submission);
  return (
    <Fold
      defaultOpen={open}
      headingClass="flex-wrap gap-y-2 px-5 py-4 sm:px-6"
      heading={
        <>
          <span className="min-w-0 flex-1 basis-40">
            <span className="block font-medium">Attempt {submission.attempt}</span>
            <span className="block text-sm text-ink-soft">
              Handed in <Moment at={submission.submittedAt} />
            </span>
          </span>
          <Status look={look}>{word}</Status>
        </>
      }
    >
      <div className="flex flex-col gap-6 px-5 pb-6 sm:px-6">
        <Answer submission={submission} />
        {submission.grades.length > 0 ? (
          <GradeHistory {...graded} />
        ) : (
          <Notice>There is no grade yet. As soon as there is one, it can be changed here.</Notice>
        )}
      </div>
    </Fold>
  );
}

function Answer({ submission: { body, attempt } }: { submission: GradedSubmission }) {
  if (body === '') return <p className="text-ink-soft">What was written here was erased.</p>;
  return (
    <details>
      <summary className="w-fit cursor-pointer rounded-sm py-0.5 text-sm text-accent hover:underline">
        What was handed in
      </summary>
      <Scrolled
        aria-label={`The answer, attempt ${attempt}`}
        className="mt-3 max-h-96 max-w-[70ch] overflow-y-auto rounded-lg bg-sunken p-4 break-words whitespace-pre-wrap"
      >
        {body}
      </Scrolled>
    </details>
  );
}

const WORDS: Record<SubmissionState, { word: string; look: StatusLook }> = {
  draft: { word: 'Draft', look: 'idle' },
  submitted: { word: 'Handed in', look: 'waiting' },
  grading: { word: 'Being graded', look: 'waiting' },
  in_review: { word: 'In the review queue', look: 'waiting' },
  graded: { word: 'Graded', look: 'done' },
  blocked: { word: 'Grading is blocked', look: 'blocked' },
};

function wordsOf({ state, grades: [standing] }: GradedSubmission): { word: string; look: StatusLook } {
  if (!standing) return WORDS[state];
  return standing.passed
    ? { word: `Passed with ${standing.percentage} %`, look: 'done' }
    : { word: `Not passed, ${standing.percentage} %`, look: 'failed' };
}
