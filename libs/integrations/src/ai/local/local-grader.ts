import type { Grader, GradeAnswer, GradeRequest } from '../grader.ts';
import { checkAnswer, combinedConfidence, type ProposedGrade } from '../check-answer.ts';
import { compareWithExemplars, vectorizeAnswer } from './compare.ts';
import { writeFeedback } from './feedback.ts';
import { judge, type Judgement } from './judge.ts';
import { countWords } from './sentences.ts';

/** Fewer words than this per criterion say too little to be judged by a machine. */
const WORDS_PER_CRITERION = 10;
/** Confidence left to an answer that is too short, or long and unlike anything known. */
const DOUBTFUL = 0.4;

/**
 * The grader that needs no key and no network: sentence vectors against the rubric's exemplars, supported by the
 * rubric's terms. The same answer always gets the same grade. It is honest about its limits: what lies between two
 * ratings, is very short, or is long but unlike every exemplar gets a low confidence and goes to a person.
 */
export class LocalGrader implements Grader {
  readonly provider = 'local';

  async grade(request: GradeRequest, signal: AbortSignal): Promise<GradeAnswer> {
    signal.throwIfAborted();
    const answer = await vectorizeAnswer(request.answer, signal);
    const criteria: Array<ProposedGrade['criteria'][number]> = [];
    const judgements: Judgement[] = [];
    for (const criterion of request.criteria) {
      const seen = await compareWithExemplars(answer, criterion, signal);
      const judgement = judge(criterion, seen);
      const evidence = judgement.points > 0 ? seen.bestSentence : '';
      judgements.push(judgement);
      criteria.push({
        key: criterion.key,
        points: judgement.points,
        confidence: judgement.confidence,
        evidence,
        feedback: writeFeedback(criterion, judgement.points, evidence, request.answer),
      });
    }
    const flags = doubts(request, judgements);
    const confidence = flags.length > 0 ? Math.min(DOUBTFUL, combinedConfidence(criteria)) : 1;
    const checked = checkAnswer(request, { criteria, confidence, flags });
    return { ...checked, requestId: null, model: 'use-lite-0.2.0', usage: null };
  }
}

/** Words no English sentence does without; a list of terms has next to none of them. */
const FUNCTION_WORDS =
  /\b(?:the|an?|and|or|but|of|to|in|on|at|by|for|with|from|as|is|are|was|were|be|been|has|have|had|will|would|it|its|we|i|you|they|this|that|these|those|my|our|your|their|which|who|when|if|not|no|than|then|so)\b/gi;

function isProse(answer: string, words: number): boolean {
  return (answer.match(FUNCTION_WORDS)?.length ?? 0) / words > 0.15;
}

function doubts(request: GradeRequest, judgements: readonly Judgement[]): string[] {
  const words = countWords(request.answer);
  if (words < WORDS_PER_CRITERION * request.criteria.length) return ['too-short'];
  if (!isProse(request.answer, words)) return ['not-prose'];
  const unfamiliar = judgements.filter((judgement) => judgement.unfamiliar).length;
  return unfamiliar > judgements.length / 2 ? ['off-topic'] : [];
}
