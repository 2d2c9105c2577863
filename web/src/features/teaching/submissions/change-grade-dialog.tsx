import { ChangeGrade, type EnrollmentSubmissions, type GivenGrade } from '@gradus/contracts';
import { useState } from 'react';
import { useChangeGrade } from '../../../api/acting/grades.ts';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Textarea } from '../../../ui/control/input.tsx';
import { ReasonDialog } from '../../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { CriterionJudgement } from '../review/criterion-judgement.tsx';
import { type CriterionScore, verdictOf } from '../review/scores.ts';
import { type GradedWork, sayGrade } from './graded-work.ts';

interface ChangeGradeDialogProps extends GradedWork {
  /** As it stood when the dialog was opened: another one is not replaced unseen. */
  grade: GivenGrade;
  onClose(): void;
}

/** Gives a submission another grade, with a reason, and says what becomes of that and what does not. */
export function ChangeGradeDialog({ submission, item, work, grade, onClose }: ChangeGradeDialogProps) {
  const change = useChangeGrade({ ...work, submissionId: submission.id });
  const [scores, setScores] = useState<CriterionScore[]>(() => scoresOf(item, grade));
  const [feedback, setFeedback] = useState(grade.feedback);
  const verdict = verdictOf(item, scores);
  const submit = async (reason: string) => {
    const criteria = scores.map(({ points, ...score }) => ({ ...score, points: points ?? 0 }));
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
      {item.rubric.map((criterion) => {
        const score = scores.find(({ key }) => key === criterion.key);
        return (
          score && (
            <CriterionJudgement
              key={criterion.key}
              criterion={criterion}
              proposed={null}
              score={score}
              onChange={(next) => setScores((all) => all.map((one) => (one.key === next.key ? next : one)))}
            />
          )
        );
      })}
      <FormField label="A word to the learner" optional>
        <Textarea
          rows={3}
          maxLength={4_000}
          value={feedback}
          onChange={(event) => setFeedback(event.target.value)}
        />
      </FormField>
      <p aria-live="polite" className="font-medium tabular-nums">
        {verdict.complete
          ? `${sayGrade(grade)} becomes ${sayGrade(verdict)} (${item.passPercentage} % pass).`
          : 'Give points for every criterion to change the grade.'}
      </p>
      <WhatFollows certificate={work.certificate} />
    </ReasonDialog>
  );
}

function scoresOf({ rubric }: GradedWork['item'], { criteria }: GivenGrade): CriterionScore[] {
  return rubric.map(({ key }) => {
    const given = criteria.find((criterion) => criterion.key === key);
    return { key, points: given?.points ?? null, feedback: given?.feedback ?? '' };
  });
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
