import type { GradeDetail } from '@gradus/contracts';
import { CriterionGrades } from '../../../enrollments/criterion-grades.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Moment } from '../../../ui/time/moment.tsx';

export function GradeView({ grade }: { grade: GradeDetail }) {
  return (
    <div className="flex flex-col gap-6">
      {grade.changed && <Changed changed={grade.changed} />}
      {grade.feedback && <p className="max-w-[70ch] whitespace-pre-wrap">{grade.feedback}</p>}
      <CriterionGrades criteria={grade.criteria} quoted="From your text" />
      <p className="text-sm text-ink-soft">
        {grade.changed ? 'Changed' : 'Graded'} by{' '}
        {grade.gradedBy === 'machine' ? 'the automatic grader' : 'your instructor'},{' '}
        <Moment at={grade.gradedAt} />
      </p>
    </div>
  );
}

function Changed({ changed }: { changed: NonNullable<GradeDetail['changed']> }) {
  const was = `It was ${changed.fromPercentage} %, ${changed.wasPassed ? 'passed' : 'not passed'}.`;
  return (
    <Notice title="Your instructor has changed this grade">
      {was} {changed.reason && <>The reason: “{changed.reason}”</>}
    </Notice>
  );
}
