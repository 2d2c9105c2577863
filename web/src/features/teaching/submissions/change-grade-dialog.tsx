import { ChangeGrade, type EnrollmentSubmissions, type GivenGrade } from '@gradus/contracts';
import { useState } from 'react';
import { useChangeGrade } from '../../../api/acting/grades.ts';
import { ReasonDialog } from '../../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { Judgements, WordToLearner } from '../review/judgements.tsx';
import { criteriaOf, scoresOf, verdictOf } from '../review/scores.ts';
import { type GradedWork, sayGrade } from './graded-work.ts';

interface ChangeGradeDialogProps extends GradedWork {
  /** As it stood when the dialog was opened: another one is not replaced unseen. */
  grade: GivenGrade;
  onClose(): void;
}

/** Gives a submission another grade, with a reason, and says what becomes of that and what does not. */
export function ChangeGradeDialog({ submission, item, work, grade, onClose }: ChangeGradeDialogProps) {
  const change = useChangeGrade({ ...work, submissionId: submission.id });
  const [scores, setScores] = useState(() => scoresOf(item.rubric, grade.criteria));
  const [feedback, setFeedback] = useState(grade.feedback);
  const verdict = verdictOf(item, scores);
  const submit = async (reason: string) => {
    const criteria = criteriaOf(scores);
    const answer = await change.mutateAsync({ replaces: grade.number, criteria, feedback, reason });
    notify.good({ title: 'The grade is changed', detail: answer.notice });
  };
  return (
    <ReasonDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Change the grade of ${work.learnerName}`}
      description={`“${item.title}”, attempt ${submission.attempt}. The grade so far stays in the history.`}
      action="Change the grade"
      ready={verdict.complete}
      className="w-[min(46rem,calc(100vw-2rem))]"
      placeholder="For example: the second part of the answer was overlooked"
      hint="The learner reads it."
      field={ChangeGrade.shape.reason}
      onSubmit={submit}
    >
      <Judgements rubric={item.rubric} scores={scores} onChange={setScores} />
      <WordToLearner value={feedback} onChange={setFeedback} />
      <p aria-live="polite" className="font-medium tabular-nums">
        {verdict.complete
          ? `${sayGrade(grade)} becomes ${sayGrade(verdict)} (${item.passPercentage} % pass).`
          : 'Give points for every criterion to change the grade.'}
      </p>
      <WhatFollows certificate={work.certificate} />
    </ReasonDialog>
  );
}

function WhatFollows({ certificate }: Pick<EnrollmentSubmissions, 'certificate'>) {
  const issued = certificate?.state === 'issued' || certificate?.state === 'issuing';
  return (
    <div className="grid gap-4 rounded-lg bg-sunken p-4 text-sm sm:grid-cols-2">
      <div>
        <p className="font-medium">What happens</p>
        <ul className="mt-1 list-disc pl-4">
          <li>They are told by mail and in the product, with your reason.</li>
          <li>Their progress counts the new grade from now on.</li>
          <li>Steps that wait for a grade, and automations that start with one, hear of it once.</li>
        </ul>
      </div>
      <div>
        <p className="font-medium">What does not</p>
        <ul className="mt-1 list-disc pl-4">
          <li>Steps that went on by the old grade are not undone, and what was sent stays sent.</li>
          <li>Weeks that are open stay open.</li>
          {issued && <li>The certificate stays valid: an admin would have to revoke it.</li>}
        </ul>
      </div>
    </div>
  );
}
