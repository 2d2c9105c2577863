import type { RubricCriterion } from '@gradus/contracts';
import { cosine, embedAll, meanVector, type Vector } from './embedder.ts';
import { termCoverage } from './lexical.ts';
import { countNumbers, countWords, splitSentences } from './sentences.ts';

/** Longest run of sentences compared with an exemplar as one piece. */
const WINDOW = 7;

/** An answer cut into sentences, with the vectors of all its windows. Made once per answer. */
export interface AnswerVectors {
  readonly text: string;
  readonly sentences: readonly string[];
  readonly vectors: readonly Vector[];
  readonly windows: ReadonlyArray<{ readonly text: string; readonly vector: Vector }>;
}

/** How an answer stands beside one criterion's exemplars. All numbers are 0 to 1. */
export interface Comparison {
  /** Cosine of the passage most like a full or partial exemplar, with each kind. */
  readonly full: number;
  readonly partial: number;
  /** Cosine of any passage with a no-mark exemplar. */
  readonly none: number;
  /** How much of the nearest full exemplar, sentence by sentence, is said somewhere in the answer. */
  readonly recall: number;
  /** Share of the criterion's terms in the answer, relative to what full exemplars use. */
  readonly terms: number;
  /** How concrete and how long the answer is beside the full exemplars: numbers and words, up to theirs. */
  readonly substance: number;
  /** The sentence that speaks most to this criterion; '' for an empty answer. */
  readonly bestSentence: string;
}

/** Cuts and embeds an answer. */
export async function vectorizeAnswer(text: string, signal: AbortSignal): Promise<AnswerVectors> {
  const sentences = splitSentences(text);
  const vectors = await embedAll(sentences, signal);
  const windows: Array<{ text: string; vector: Vector }> = [];
  for (let start = 0; start < sentences.length; start += 1) {
    for (let end = start + 1; end <= Math.min(start + WINDOW, sentences.length); end += 1) {
      windows.push({
        text: sentences.slice(start, end).join(' '),
        vector: meanVector(vectors.slice(start, end)),
      });
    }
  }
  return { text, sentences, vectors, windows };
}

/** Compares an answer with one criterion's exemplars. */
export async function compareWithExemplars(
  answer: AnswerVectors,
  criterion: RubricCriterion,
  signal: AbortSignal,
): Promise<Comparison> {
  const full = await vectorizeAll(criterion.exemplars.full, signal);
  const partial = await vectorizeAll(criterion.exemplars.partial, signal);
  const none = await vectorizeAll(criterion.exemplars.none, signal);
  const passage = highest(answer.windows, ({ vector }) =>
    Math.max(nearest(vector, full), nearest(vector, partial)),
  );
  const aim = [...full, ...partial];
  const best = highest(
    answer.sentences.map((sentence, index) => ({ sentence, vector: answer.vectors[index] ?? [] })),
    ({ sentence, vector }) => sentenceValue(vector, sentence, aim, criterion.terms),
  );
  const usual = Math.max(...criterion.exemplars.full.map((text) => termCoverage(criterion.terms, text)));
  return {
    full: passage === null ? 0 : nearest(passage.vector, full),
    partial: passage === null ? 0 : nearest(passage.vector, partial),
    none: Math.max(0, ...answer.windows.map(({ vector }) => nearest(vector, none))),
    recall: Math.max(0, ...full.map((exemplar) => recallOf(exemplar, answer))),
    terms: usual === 0 ? 0 : Math.min(1, termCoverage(criterion.terms, answer.text) / usual),
    substance: substanceOf(answer, passage?.text ?? '', criterion.exemplars.full),
    bestSentence: best?.sentence ?? '',
  };
}

interface ExemplarVectors {
  readonly whole: Vector;
  readonly vectors: readonly Vector[];
}

async function vectorizeAll(texts: readonly string[], signal: AbortSignal): Promise<ExemplarVectors[]> {
  const all: ExemplarVectors[] = [];
  for (const text of texts) {
    const vectors = await embedAll(splitSentences(text), signal);
    all.push({ whole: meanVector(vectors), vectors });
  }
  return all;
}

function nearest(vector: Vector, exemplars: readonly ExemplarVectors[]): number {
  return Math.max(0, ...exemplars.map(({ whole }) => cosine(vector, whole)));
}

function recallOf(exemplar: ExemplarVectors, answer: AnswerVectors): number {
  if (answer.vectors.length === 0 || exemplar.vectors.length === 0) return 0;
  const said = exemplar.vectors.map((wanted) =>
    Math.max(...answer.vectors.map((have) => cosine(wanted, have))),
  );
  return said.reduce((sum, value) => sum + value, 0) / said.length;
}

/** Half of the exemplars' numbers and a good half of their words are enough. */
function substanceOf(answer: AnswerVectors, passage: string, exemplars: readonly string[]): number {
  const numbers = Math.min(...exemplars.map(countNumbers)) / 2;
  const words = Math.min(...exemplars.map(countWords)) * 0.6;
  const long = Math.min(1, countWords(passage) / Math.max(1, words));
  const concrete = numbers < 1 ? long : Math.min(1, countNumbers(passage) / numbers);
  return answer.sentences.length === 0 ? 0 : (long + concrete) / 2;
}

function sentenceValue(
  vector: Vector,
  sentence: string,
  aim: readonly ExemplarVectors[],
  terms: readonly string[],
): number {
  const like = Math.max(0, ...aim.flatMap(({ vectors }) => vectors.map((wanted) => cosine(vector, wanted))));
  return 0.5 * nearest(vector, aim) + 0.3 * like + 0.2 * Math.min(1, termCoverage(terms, sentence) * 3);
}

function highest<Item>(items: readonly Item[], value: (item: Item) => number): Item | null {
  let best: { item: Item; value: number } | null = null;
  for (const item of items) {
    const found = value(item);
    if (best === null || found > best.value) best = { item, value: found };
  }
  return best?.item ?? null;
}
