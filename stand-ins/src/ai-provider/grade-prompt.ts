/** The parts of a criterion this grader looks at. */
interface Criterion {
  readonly key: string;
  readonly title?: string;
  readonly points: number;
  readonly terms?: readonly string[];
  readonly ratings?: ReadonlyArray<{ readonly points: number }>;
  readonly exemplars?: Readonly<Record<'full' | 'partial' | 'none', readonly string[]>>;
}

/** The share of an exemplar's words from which an answer counts as like it. */
const LIKE = 0.6;

/**
 * Grades what our adapters send: the rubric as JSON in `<rubric>`, the answer as JSON in `<submission>`. Plain word
 * counting, so the same prompt always gets the same grade. Null when the prompt is no such request.
 */
export function gradePrompt(prompt: string): object | null {
  const rubric = readBlock(prompt, 'rubric') as { criteria?: readonly Criterion[] } | null;
  const submission = readBlock(prompt, 'submission') as { answer?: string } | null;
  if (rubric?.criteria === undefined || typeof submission?.answer !== 'string') return null;
  const { answer } = submission;
  const criteria = rubric.criteria.map((criterion) => gradeCriterion(criterion, answer));
  const confidence = Math.min(1, ...criteria.map((graded) => graded.confidence));
  return {
    criteria,
    confidence,
    suspicious: /\bignore\b.{0,40}\b(?:rubric|instructions|criteria)\b/i.test(answer),
  };
}

function readBlock(prompt: string, name: string): unknown {
  const [, json] = new RegExp(`<${name}>(\\{.*?\\})</${name}>`, 's').exec(prompt) ?? [];
  try {
    return json === undefined ? null : JSON.parse(json);
  } catch {
    return null;
  }
}

function gradeCriterion(criterion: Criterion, answer: string) {
  const { level, sure } = levelOf(criterion, answer);
  const offered = criterion.ratings?.map(({ points }) => points) ?? [
    0,
    criterion.points / 2,
    criterion.points,
  ];
  const wanted = level * criterion.points;
  const points = offered.reduce((best, next) =>
    Math.abs(next - wanted) < Math.abs(best - wanted) ? next : best,
  );
  const evidence = points > 0 ? bestSentence(criterion.terms ?? [], answer) : '';
  const title = criterion.title ?? criterion.key;
  const feedback =
    level === 1
      ? `Simulated feedback: "${title}" is complete. Well done.`
      : `Simulated feedback: "${title}" is ${level === 0 ? 'missing' : 'only partly there'}. Look at the rubric again.`;
  return { key: criterion.key, points, confidence: sure ? 0.95 : 0.7, evidence, feedback };
}

/** The kind of exemplar whose words the answer has most of; else the share of the rubric's terms. */
function levelOf({ exemplars, terms = [] }: Criterion, answer: string): { level: number; sure: boolean } {
  const words = new Set(wordsOf(answer));
  const shareOf = (texts: readonly string[] = []) =>
    Math.max(0, ...texts.map((text) => share(wordsOf(text), words)));
  const kinds = [
    { level: 1, share: shareOf(exemplars?.full) },
    { level: 0.5, share: shareOf(exemplars?.partial) },
    { level: 0, share: shareOf(exemplars?.none) },
  ].sort((a, b) => b.share - a.share);
  const [nearest] = kinds;
  if (nearest !== undefined && nearest.share >= LIKE)
    return { level: nearest.level, sure: nearest.share > 0.85 };
  const covered = share(
    terms.map((term) => term.toLowerCase()),
    words,
  );
  return { level: covered >= 0.4 ? 1 : covered >= 0.15 ? 0.5 : 0, sure: false };
}

function share(wanted: readonly string[], words: ReadonlySet<string>): number {
  const unique = [...new Set(wanted)];
  if (unique.length === 0) return 0;
  const found = unique.filter((word) => word.split(' ').every((part) => words.has(part)));
  return found.length / unique.length;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function bestSentence(terms: readonly string[], answer: string): string {
  const sentences = answer
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
  const uses = (sentence: string) =>
    share(
      terms.map((term) => term.toLowerCase()),
      new Set(wordsOf(sentence)),
    );
  return sentences.reduce((best, next) => (uses(next) > uses(best) ? next : best), sentences[0] ?? '');
}
