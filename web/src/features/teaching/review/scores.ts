import type { CriterionGrade, ReviewItem } from '@gradus/contracts';

export interface CriterionScore {
  key: string;
  /** null: not judged yet. */
  points: number | null;
  feedback: string;
}

/** Begins with what the machine proposes; without a proposal nothing is judged yet. */
export function initialScores({ rubric, proposal }: ReviewItem): CriterionScore[] {
  return scoresOf(rubric, proposal?.criteria ?? []);
}

/** Begins with what is said about each criterion already. */
export function scoresOf(rubric: ReviewItem['rubric'], said: readonly CriterionGrade[]): CriterionScore[] {
  return rubric.map(({ key }) => {
    const about = said.find((criterion) => criterion.key === key);
    return { key, points: about?.points ?? null, feedback: about?.feedback ?? '' };
  });
}

/** Scores as they are sent, once every criterion is judged. */
export const criteriaOf = (scores: readonly CriterionScore[]) =>
  scores.map(({ key, points, feedback }) => ({ key, points: points ?? 0, feedback }));

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
