import type { CriterionGrade } from '@gradus/contracts';
import { Quote } from 'lucide-react';
import { ProgressBar } from '../ui/progress.tsx';

interface CriterionGradesProps {
  criteria: CriterionGrade[];
  /** Above a passage that is quoted. */
  quoted: string;
}

/** What a grade says about each criterion: points, words, and the passage they rest on. */
export function CriterionGrades({ criteria, quoted }: CriterionGradesProps) {
  return (
    <ul className="flex flex-col gap-6">
      {criteria.map((criterion) => (
        <li key={criterion.key}>
          <Criterion criterion={criterion} quoted={quoted} />
        </li>
      ))}
    </ul>
  );
}

function Criterion({ criterion, quoted }: { criterion: CriterionGrade; quoted: string }) {
  const share = criterion.maxPoints === 0 ? 0 : (criterion.points / criterion.maxPoints) * 100;
  return (
    <section className="flex flex-col gap-2.5">
      <h4 className="sr-only">{criterion.title}</h4>
      <ProgressBar
        value={share}
        label={criterion.title}
        text={`${sayPoints(criterion.points)} of ${sayPoints(criterion.maxPoints)} points`}
        className="[&_span:first-child]:font-medium [&_span:first-child]:text-ink"
      />
      {criterion.feedback && <p className="max-w-[70ch] break-words">{criterion.feedback}</p>}
      {criterion.evidence && (
        <blockquote className="flex max-w-[70ch] gap-2.5 rounded-lg bg-sunken px-4 py-3 text-[0.9375rem]">
          <Quote className="mt-0.5 size-4 shrink-0 text-ink-soft" aria-hidden />
          <span className="min-w-0 break-words">
            <span className="block text-xs text-ink-soft">{quoted}</span>
            {criterion.evidence}
          </span>
        </blockquote>
      )}
    </section>
  );
}

const sayPoints = (points: number) => points.toLocaleString('en-GB', { maximumFractionDigits: 1 });
