import type { GivenGrade } from '@gradus/contracts';
import { PencilLine } from 'lucide-react';
import { useState } from 'react';
import { useMe } from '../../../api/session.ts';
import { CriterionGrades } from '../../../enrollments/criterion-grades.tsx';
import { Button } from '../../../ui/control/button.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { ChangeGradeDialog } from './change-grade-dialog.tsx';
import { type GradedWork, sayGrade } from './graded-work.ts';

/** The grade that counts, and those before it. */
export function GradeHistory(props: GradedWork) {
  const [changing, setChanging] = useState<GivenGrade | null>(null);
  const own = useMe()?.id === props.work.userId;
  const [standing, ...before] = props.submission.grades;
  if (!standing) return null;
  return (
    <div className="flex flex-col gap-6">
      <section className="flex flex-col gap-4">
        <div className="flex flex-wrap items-start justify-between gap-3">
          <div className="min-w-0 flex-1 basis-60">
            <h4 className="font-medium">{sayGrade(standing)}</h4>
            <HowGiven grade={standing} />
          </div>
          {own ? (
            <p className="text-sm text-ink-soft">Your own work: somebody else has to change its grade.</p>
          ) : (
            <Button size="sm" onClick={() => setChanging(standing)}>
              <PencilLine aria-hidden /> Change the grade…
            </Button>
          )}
        </div>
        <Details grade={standing} />
      </section>
      {before.length > 0 && (
        <section className="flex flex-col gap-3 border-t border-line pt-5">
          <h4 className="font-medium">Grades before</h4>
          <ol className="flex flex-col gap-4">
            {before.map((grade) => (
              <li key={grade.number} className="border-l-2 border-line pl-4">
                <p className="font-medium">{sayGrade(grade)}</p>
                <HowGiven grade={grade} />
                <details className="mt-2">
                  <summary className="w-fit cursor-pointer rounded-sm py-0.5 text-sm text-accent hover:underline">
                    Points and feedback of {sayGrade(grade)}
                  </summary>
                  <div className="mt-4">
                    <Details grade={grade} />
                  </div>
                </details>
              </li>
            ))}
          </ol>
        </section>
      )}
      {changing && <ChangeGradeDialog {...props} grade={changing} onClose={() => setChanging(null)} />}
    </div>
  );
}

/** By whom, when, and why. */
function HowGiven({ grade: { number, graderName, gradedAt, reason } }: { grade: GivenGrade }) {
  return (
    <>
      <p className="text-sm text-ink-soft">
        {number === 1 ? 'Graded' : 'Changed'} by {graderName ?? 'the automatic grader'},{' '}
        <Moment at={gradedAt} />
      </p>
      {reason !== null && <p className="mt-1 max-w-[70ch] break-words">“{reason}”</p>}
    </>
  );
}

function Details({ grade: { feedback, criteria } }: { grade: GivenGrade }) {
  return (
    <div className="flex flex-col gap-5">
      {feedback && <p className="max-w-[70ch] break-words whitespace-pre-wrap">{feedback}</p>}
      <CriterionGrades criteria={criteria} quoted="From the answer" />
    </div>
  );
}
