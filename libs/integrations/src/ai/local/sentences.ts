/** Sentences are cut here; a longer one is judged by its beginning (the model reads about 120 words well). */
const LONGEST = 600;
/** More than this many sentences add time, not knowledge: about eight pages. */
const MOST = 240;

/**
 * Splits text into sentences that are literal substrings of it (so that each can be quoted as evidence).
 * Line breaks end a sentence too: lists and headings are common in learners' answers.
 */
export function splitSentences(text: string): string[] {
  const found: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    for (const { segment } of sentenceSegmenter.segment(line)) {
      const sentence = segment.trim().slice(0, LONGEST);
      if (countWords(sentence) > 0) found.push(sentence);
      if (found.length === MOST) return found;
    }
  }
  return found;
}

const sentenceSegmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Counts words of any script (runs of letters or digits). */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

const NUMBER =
  /\p{N}+(?:[.,:]\p{N}+)*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|half|twice|tenth|third|quarter)\b/giu;

/** Counts numbers, in digits or in words: the surest sign that an answer is concrete. */
export function countNumbers(text: string): number {
  return text.match(NUMBER)?.length ?? 0;
}
