/**
 * Phrases that talk to a grader instead of doing the work. They never change points by themselves: they lower the
 * confidence, so that a person looks. Kept narrow: "ignore outliers" is honest work.
 */
const TALKS_TO_THE_GRADER: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(?:rubric|criteria|instructions?|prompts?|rules|above|previous|prior)\b/i,
  /\b(?:give|award|grant|assign)\b[^.\n]{0,30}\b(?:full|maximum|max|top|highest|all|perfect|100\s*%?)\s*(?:the\s+)?(?:points?|marks?|scores?|grades?|credits?)\b/i,
  /\b(?:you are|act as|pretend to be|as) (?:now )?(?:a|an|the)\b[^.\n]{0,30}\b(?:grader|evaluator|examiner|language model|llm|ai (?:model|grader|assistant))\b/i,
  /\b(?:dear|attention|note to)\s+(?:the\s+)?(?:ai|llm|grader|model|assistant|evaluator)\b/i,
  /\b(?:system|developer)\s*(?:prompt|message)\s*:/i,
  /<\/?\s*(?:submission|rubric|system|assistant|instructions?)\b[^>]*>/i,
  /\bconfidence\b["']?\s*[:=]\s*(?:1(?:\.0)?|0?\.9\d?)\b/i,
];

/** Whether an answer contains words addressed to a grader. */
export function addressesTheGrader(answer: string): boolean {
  const plain = answer.normalize('NFKC').replace(/[\u200B-\u200F\u2060\uFEFF\u00AD]/g, '');
  return TALKS_TO_THE_GRADER.some((pattern) => pattern.test(plain));
}
