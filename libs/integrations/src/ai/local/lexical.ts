/**
 * Words brought to a common form: lower case, without accents, plural and common verb endings cut. Crude on purpose:
 * both sides are cut the same way, and it never has to be shown.
 */
export function stems(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map(stem);
}

function stem(word: string): string {
  if (word.length <= 3) return word;
  return word
    .replace(/(?:ies|ied)$/, 'y')
    .replace(/(?:ations?|ating|ated|ates?)$/, 'at')
    .replace(/(?:ings?|ed|es|s)$/, '')
    .replace(/(.)\1$/, '$1')
    .replace(/e$/, '');
}

/** Which of the rubric's terms a text uses; a term of several words counts when they follow each other. */
export function findTerms(terms: readonly string[], text: string): { used: string[]; missing: string[] } {
  const haystack = ` ${stems(text).join(' ')} `;
  const used: string[] = [];
  const missing: string[] = [];
  for (const term of terms) {
    const needle = stems(term).join(' ');
    (needle !== '' && haystack.includes(` ${needle} `) ? used : missing).push(term);
  }
  return { used, missing };
}

/** Share of terms used, 0 to 1. */
export function termCoverage(terms: readonly string[], text: string): number {
  return terms.length === 0 ? 0 : findTerms(terms, text).used.length / terms.length;
}
