import type { CriterionGrade, ReviewItem } from '@gradus/contracts';
import { Quote } from 'lucide-react';
import { Card, CardBody } from '../../../ui/card.tsx';
import { cn } from '../../../ui/class-names.ts';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input, Textarea } from '../../../ui/control/input.tsx';
import type { CriterionScore } from './scores.ts';

type Criterion = ReviewItem['rubric'][number];

interface CriterionJudgementProps {
  criterion: Criterion;
  proposed: CriterionGrade | null;
  score: CriterionScore;
  onChange(score: CriterionScore): void;
}

/** One criterion: what it asks, what the machine found, and the instructor's points and words. */
export function CriterionJudgement({ criterion, proposed, score, onChange }: CriterionJudgementProps) {
  const points = (value: number) =>
    onChange({ ...score, points: Math.min(criterion.points, Math.max(0, value)) });
  return (
    <Card>
      <CardBody className="flex flex-col gap-4">
        <div className="flex items-start justify-between gap-4">
          <div>
            <h3 className="font-semibold">{criterion.title}</h3>
            <p className="text-sm text-ink-soft">{criterion.description}</p>
          </div>
          <FormField
            label={`Points for ${criterion.title}, 0 to ${criterion.points}`}
            hideLabel
            className="shrink-0"
          >
            <div className="flex items-center gap-2">
              <Input
                type="number"
                inputMode="decimal"
                min={0}
                max={criterion.points}
                step="any"
                className="w-20 text-right tabular-nums"
                value={score.points ?? ''}
                onChange={(event) =>
                  event.target.value === ''
                    ? onChange({ ...score, points: null })
                    : points(Number(event.target.value))
                }
              />
              <span className="text-sm text-ink-soft tabular-nums">of {criterion.points}</span>
            </div>
          </FormField>
        </div>
        <Ratings criterion={criterion} points={score.points} onPick={points} />
        {proposed && <Proposed proposed={proposed} />}
        <FormField label={`Feedback on ${criterion.title}`} hideLabel>
          <Textarea
            rows={2}
            maxLength={2_000}
            placeholder="What the learner should read about this"
            value={score.feedback}
            onChange={(event) => onChange({ ...score, feedback: event.target.value })}
          />
        </FormField>
      </CardBody>
    </Card>
  );
}

interface RatingsProps {
  criterion: Criterion;
  points: number | null;
  onPick(points: number): void;
}

function Ratings({ criterion, points, onPick }: RatingsProps) {
  return (
    <fieldset className="grid gap-2 sm:grid-cols-3">
      <legend className="sr-only">Rating</legend>
      {criterion.ratings.map((rating) => (
        <label
          key={rating.title}
          title={rating.description}
          className={cn(
            'cursor-pointer rounded-lg border p-2.5 text-sm has-focus-visible:outline-2 has-focus-visible:outline-accent',
            points === rating.points ? 'border-accent bg-accent-soft/60' : 'border-line hover:bg-sunken',
          )}
        >
          <input
            type="radio"
            name={`rating-${criterion.key}`}
            className="sr-only"
            checked={points === rating.points}
            onChange={() => onPick(rating.points)}
          />
          <span className="flex justify-between gap-2 font-medium">
            {rating.title}
            <span className="tabular-nums">{rating.points}</span>
          </span>
          <span className="mt-0.5 line-clamp-3 text-xs text-ink-soft">{rating.description}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Proposed({ proposed }: { proposed: CriterionGrade }) {
  return (
    <div className="flex flex-col gap-1.5 rounded-lg bg-sunken p-3 text-sm">
      <p>
        <span className="font-medium">Proposed: {proposed.points} points.</span>{' '}
        <span className="text-ink-soft">{proposed.feedback}</span>
      </p>
      {proposed.evidence ? (
        <blockquote className="flex gap-2 text-ink-soft">
          <Quote aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>“{proposed.evidence}”</span>
        </blockquote>
      ) : (
        <p className="text-ink-soft">No passage was found as evidence.</p>
      )}
    </div>
  );
}
