import type { ReviewItem } from '@gradus/contracts';

export interface CriterionScore {
  key: string;
  /** null: not judged yet. */
  points: number | null;
  feedback: string;
}

/** Begins with what the machine proposes; without a proposal nothing is judged yet. */
export function initialScores(item: ReviewItem): CriterionScore[] {
  return item.rubric.map(({ key }) => {
    const proposed = item.proposal?.criteria.find((criterion) => criterion.key === key);
    return { key, points: proposed?.points ?? null, feedback: proposed?.feedback ?? '' };
  });
}

export interface Verdict {
  points: number;
  most: number;
  percentage: number;
  passed: boolean;
  complete: boolean;
}

export function verdictOf(
  item: Pick<ReviewItem, 'rubric' | 'passPercentage'>,
  scores: CriterionScore[],
): Verdict {
  const most = item.rubric.reduce((sum, criterion) => sum + criterion.points, 0);
  const points = scores.reduce((sum, score) => sum + (score.points ?? 0), 0);
  const percentage = most === 0 ? 0 : Math.round((points / most) * 10_000) / 100;
  return {
    points,
    most,
    percentage,
    passed: percentage >= item.passPercentage,
    complete: scores.every((score) => score.points !== null),
  };
}
