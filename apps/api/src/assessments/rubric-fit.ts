import type { CriterionGrade, DecideReview, RubricCriterion } from '@gradus/contracts';
import { DecisionMismatchError } from './assessment-errors.ts';

type Points = DecideReview['criteria'];

/** Every criterion once, none with more points than it has. @throws DecisionMismatchError */
export function requireFit(criteria: Points, rubric: RubricCriterion[]): void {
  const fields = criteria.flatMap(({ key, points }, index) => {
    const criterion = rubric.find((candidate) => candidate.key === key);
    if (!criterion)
      return [{ path: `criteria.${index}.key`, message: `the rubric has no criterion “${key}”` }];
    if (criteria.findIndex((other) => other.key === key) < index)
      return [{ path: `criteria.${index}.key`, message: 'is decided twice' }];
    if (points > criterion.points)
      return [{ path: `criteria.${index}.points`, message: `is more than ${criterion.points}` }];
    return [];
  });
  for (const { key, title } of rubric)
    if (!criteria.some((criterion) => criterion.key === key))
      fields.push({ path: 'criteria', message: `“${title}” is not decided` });
  if (fields.length > 0) throw new DecisionMismatchError(fields);
}

/** Points that fit the rubric as a grade keeps them; a passage that was quoted before stays quoted. */
export function gradedCriteria(
  criteria: Points,
  rubric: RubricCriterion[],
  before: readonly CriterionGrade[],
): CriterionGrade[] {
  return rubric.map(({ key, title, points: maxPoints }) => {
    const given = criteria.find((criterion) => criterion.key === key);
    const evidence = before.find((criterion) => criterion.key === key)?.evidence ?? '';
    return { key, title, points: given?.points ?? 0, maxPoints, feedback: given?.feedback ?? '', evidence };
  });
}
