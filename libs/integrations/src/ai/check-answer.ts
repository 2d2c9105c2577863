import type { CriterionGrade, GradeAnswer, GradeRequest } from './grader.ts';
import { addressesTheGrader } from './suspicion.ts';

/** What a provider proposes, before anything of it is believed. */
export interface ProposedGrade {
  readonly criteria: ReadonlyArray<{
    readonly key: string;
    readonly points: number;
    readonly confidence: number;
    readonly evidence: string;
    readonly feedback: string;
  }>;
  readonly confidence: number;
  readonly flags?: readonly string[];
}

/** Confidence left to a criterion whose quote is not in the answer, or that gives points without a quote. */
const UNSUPPORTED = 0.5;
/** Confidence left to an answer that talks to the grader. */
const SUSPICIOUS = 0.3;

/**
 * The part of grading that no model decides: points clamped to the rubric, quotes verified against the answer,
 * confidence lowered where something does not hold, one entry per criterion in rubric order. A criterion the
 * provider left out must be caught before (a schema mismatch); here it would get 0 points and 0 confidence.
 */
export function checkAnswer(
  request: GradeRequest,
  proposed: ProposedGrade,
): Pick<GradeAnswer, 'criteria' | 'confidence' | 'flags'> {
  const flags = new Set(proposed.flags ?? []);
  const criteria = request.criteria.map((criterion): CriterionGrade => {
    const found = proposed.criteria.find(({ key }) => key === criterion.key);
    const points = round(clamp(found?.points ?? 0, criterion.points));
    const quote = locateQuote(request.answer, found?.evidence ?? '');
    let confidence = found === undefined ? 0 : clamp(found.confidence, 1);
    if (found !== undefined && points !== found.points) flags.add('points-out-of-range');
    if (found !== undefined && quote === '' && found.evidence.trim() !== '') {
      flags.add('quote-not-in-answer');
      confidence = Math.min(confidence, UNSUPPORTED);
    }
    if (points > 0 && quote === '') {
      flags.add('points-without-quote');
      confidence = Math.min(confidence, UNSUPPORTED);
    }
    return {
      key: criterion.key,
      points,
      confidence: round(confidence),
      evidence: quote,
      feedback: found?.feedback.trim() ?? '',
    };
  });
  let confidence = Math.min(clamp(proposed.confidence, 1), combinedConfidence(criteria));
  if (addressesTheGrader(request.answer)) {
    flags.add('instructions-in-answer');
    confidence = Math.min(confidence, SUSPICIOUS);
  }
  return { criteria, confidence: round(confidence), flags: [...flags] };
}

/** Half the mean, half the worst: one guess among certainties is worth a look. */
export function combinedConfidence(criteria: ReadonlyArray<{ readonly confidence: number }>): number {
  if (criteria.length === 0) return 0;
  const all = criteria.map(({ confidence }) => confidence);
  return 0.5 * Math.min(...all) + (0.5 * all.reduce((sum, value) => sum + value, 0)) / all.length;
}

/** Finds a quote in the answer, forgiving white space and typographic quotes; '' when it is not there. */
export function locateQuote(answer: string, quote: string): string {
  const wanted = quote.trim().replace(/^["'“”„«»]+|["'“”„«»]+$/g, '');
  if (wanted === '') return '';
  if (answer.includes(wanted)) return wanted;
  const pattern = wanted
    .split(/\s+/)
    .map((word) =>
      word
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace(/['’‘]/g, "['’‘]")
        .replace(/["“”]/g, '["“”]'),
    )
    .join('\\s+');
  return new RegExp(pattern, 'u').exec(answer)?.[0] ?? '';
}

function clamp(value: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(0, value)) : 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
