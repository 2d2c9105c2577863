import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import type { AssessmentDetail } from '@gradus/contracts';

/** By what it is judged, before it is judged. */
export function Rubric({ assessment }: { assessment: AssessmentDetail }) {
  const total = assessment.criteria.reduce((sum, criterion) => sum + criterion.points, 0);
  return (
    <Card className="lg:sticky lg:top-20 lg:col-start-2 lg:row-span-2 lg:row-start-1">
      <CardHeader
        title="How it is judged"
        description={`${total} points in all; you pass with ${assessment.passPercentage}%.`}
      />
      <CardBody className="flex flex-col gap-5">
        {assessment.criteria.map((criterion) => (
          <section key={criterion.key} className="flex flex-col gap-2">
            <h3 className="flex items-baseline justify-between gap-3 font-medium">
              {criterion.title}
              <span className="text-sm font-normal whitespace-nowrap text-ink-soft tabular-nums">
                {criterion.points} points
              </span>
            </h3>
            <p className="text-sm text-ink-soft">{criterion.description}</p>
            <details className="text-sm">
              <summary className="w-fit cursor-pointer rounded-sm text-accent hover:underline">
                What earns what
              </summary>
              <dl className="mt-2 flex flex-col gap-2 border-l-2 border-line pl-3">
                {criterion.ratings.map((rating) => (
                  <div key={rating.title}>
                    <dt className="flex justify-between gap-3 font-medium">
                      {rating.title}
                      <span className="font-normal text-ink-soft tabular-nums">{rating.points}</span>
                    </dt>
                    <dd className="text-ink-soft">{rating.description}</dd>
                  </div>
                ))}
              </dl>
            </details>
          </section>
        ))}
      </CardBody>
    </Card>
  );
}
