import type { RubricCriterion } from '@gradus/contracts';
import type { Comparison } from './compare.ts';

/** A criterion's rating as the local grader sees it. */
export interface Judgement {
  /** One of the rubric's ratings' points. */
  readonly points: number;
  /** 0 (nothing) to 1 (all that was asked), before it is set to a rating. */
  readonly level: number;
  readonly confidence: number;
  /** The nearest exemplar of any kind is too far away to judge by. */
  readonly unfamiliar: boolean;
}

/** Cosine that any two texts about marketing reach: nothing below it counts as likeness. Measured on our courses. */
const FLOOR = 0.48;
/** How sharply the nearer kind of exemplar wins. */
const TEMPERATURE = 0.06;
/** Sentence recall of unrelated text, and of a good answer in other words. */
const RECALL = { unrelated: 0.28, good: 0.48 };
/** Share of a full exemplar's terms that is enough: nobody uses them all. */
const ENOUGH_TERMS = 0.45;

/**
 * Turns likeness into a rating. Meaning (which kind of exemplar is nearest) proposes; words and sentence recall must
 * support it: a text that only sounds alike gets half.
 */
export function judge(criterion: RubricCriterion, seen: Comparison): Judgement {
  const full = Math.exp(seen.full / TEMPERATURE);
  const partial = Math.exp(seen.partial / TEMPERATURE);
  const none = Math.exp(Math.max(seen.none, FLOOR) / TEMPERATURE);
  const total = full + partial + none;
  const recall = clamp((seen.recall - RECALL.unrelated) / (RECALL.good - RECALL.unrelated));
  const support = 0.35 * clamp(seen.terms / ENOUGH_TERMS) + 0.3 * recall + 0.35 * seen.substance;
  const level = (full * (0.5 + 0.5 * support) + partial * 0.5) / total;
  const likeness = Math.max(seen.full, seen.partial, seen.none);
  const { points, margin } = nearestRating(criterion, level);
  return {
    points,
    level,
    confidence: confidenceOf({ margin, likeness, level, terms: seen.terms }),
    unfamiliar: likeness < FLOOR + 0.08,
  };
}

function confidenceOf(seen: { margin: number; likeness: number; level: number; terms: number }): number {
  const familiar = clamp((seen.likeness - FLOOR) / 0.2);
  const stuffed = seen.level < 0.25 && seen.terms > 0.6 ? 0.5 : 1;
  return clamp((0.35 + 0.65 * seen.margin) * (0.4 + 0.6 * familiar) * stuffed);
}

/** The rating nearest to a level, and how clearly (0 = on the line between two, 1 = right on it). */
function nearestRating(criterion: RubricCriterion, level: number): { points: number; margin: number } {
  const offered = [...new Set(criterion.ratings.map(({ points }) => Math.min(points, criterion.points)))];
  const byDistance = offered
    .map((points) => ({ points, distance: Math.abs(points / criterion.points - level) }))
    .sort((a, b) => a.distance - b.distance || b.points - a.points);
  const first = byDistance[0] ?? { points: 0, distance: level };
  const second = byDistance[1];
  if (second === undefined) return { points: first.points, margin: 1 };
  const gap = Math.abs(first.points - second.points) / criterion.points;
  return { points: first.points, margin: clamp((second.distance - first.distance) / gap) };
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
