import type { RubricCriterion } from '@gradus/contracts';
import { findTerms } from './lexical.ts';

/** At most this many missing ideas are named: a list of ten helps nobody. */
const NAMED = 4;

/**
 * Feedback in plain words for one criterion: what was found, what is missing, and what full points would take.
 *
 * @param points the points given, one of the criterion's ratings
 * @param evidence the quote that speaks for the answer, or ''
 */
export function writeFeedback(
  criterion: RubricCriterion,
  points: number,
  evidence: string,
  answer: string,
): string {
  const { used, missing } = findTerms(criterion.terms, answer);
  const best = criterion.ratings.reduce((top, rating) => (rating.points > top.points ? rating : top));
  if (points >= best.points) {
    return [
      `Well done. This is what the part asks for, and your answer has it: ${lowerFirst(criterion.description)}`,
      evidence === '' ? '' : `For example, “${shorten(evidence)}”.`,
    ]
      .filter((line) => line !== '')
      .join(' ');
  }
  if (points > 0) {
    return [
      evidence === ''
        ? 'You made a start here.'
        : `You made a start here, for instance with “${shorten(evidence)}”.`,
      used.length === 0 ? '' : `You speak about ${listOf(used)}.`,
      missing.length === 0 ? '' : `I did not find anything about ${listOf(missing)}.`,
      `For full points: ${lowerFirst(best.description)}`,
    ]
      .filter((line) => line !== '')
      .join(' ');
  }
  return [
    'I could not find this part in your answer.',
    `It is asked for here: ${lowerFirst(best.description)}`,
    missing.length === 0 ? '' : `Words that usually come up are ${listOf(missing)}.`,
  ]
    .filter((line) => line !== '')
    .join(' ');
}

function listOf(terms: readonly string[]): string {
  const named = terms.slice(0, NAMED).map((term) => `“${term}”`);
  const last = named.pop() ?? '';
  return named.length === 0 ? last : `${named.join(', ')} and ${last}`;
}

function lowerFirst(text: string): string {
  const trimmed = text.trim();
  return /^[A-Z][a-z]/.test(trimmed) ? trimmed.charAt(0).toLowerCase() + trimmed.slice(1) : trimmed;
}

function shorten(quote: string): string {
  const flat = quote.replace(/\s+/g, ' ').replace(/[.;:,]+$/, '');
  return flat.length <= 160 ? flat : `${flat.slice(0, flat.lastIndexOf(' ', 157))} …`;
}
