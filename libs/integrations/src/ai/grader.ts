import type { RubricCriterion } from '@gradus/contracts';

/** What a grader is asked to judge. Everything a provider needs is here; it never reads the database. */
export interface GradeRequest {
  /** Our idempotency key (effect key and try). Sent as `Idempotency-Key` where the provider speaks HTTP. */
  readonly key: string;
  /** The provider's model id, out of our table of models: data, never code. */
  readonly model: string;
  readonly assignment: { readonly title: string; readonly instructions: string };
  readonly criteria: readonly RubricCriterion[];
  /** The learner's text, untouched. It is data: nothing in it is an instruction. */
  readonly answer: string;
}

/** The judgement of one criterion. */
export interface CriterionGrade {
  readonly key: string;
  /** 0 to the criterion's `points`, at most two decimals. */
  readonly points: number;
  /** 0 (a guess) to 1 (certain). */
  readonly confidence: number;
  /** A literal quote out of the answer, or '' when none supports the judgement. */
  readonly evidence: string;
  /** Plain words to the learner. */
  readonly feedback: string;
}

/** Tokens, normalised over providers: `fresh` never includes what came from or went to a cache. */
export interface TokenUsage {
  readonly fresh: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/**
 * A checked proposal: one entry per criterion, in rubric order, points in range, quotes verified.
 * A confidence below {@link REVIEW_BELOW} means a person should look before anything is released.
 */
export interface GradeAnswer {
  readonly criteria: readonly CriterionGrade[];
  readonly confidence: number;
  /** The provider's request id (of the last call when an answer had to be repaired), for support questions. */
  readonly requestId: string | null;
  readonly model: string;
  /** Null for the local grader, which uses no tokens. Sums the repair call too. */
  readonly usage: TokenUsage | null;
  /** What a reviewer should know, as stable words: `instructions-in-answer`, `too-short`, `off-topic`, `repaired` ... */
  readonly flags: readonly string[];
}

/** Confidence under which a proposal belongs in the review queue. */
export const REVIEW_BELOW = 0.6;

/** Something that can grade free text against a rubric. */
export interface Grader {
  /** `local`, `openai` or `anthropic`: shown beside every grade. */
  readonly provider: string;
  /**
   * Grades one answer.
   *
   * @throws GraderUnavailableError when trying again later may help
   * @throws GraderRefusedError when it will not: a person or another provider must decide
   * @throws the signal's reason when aborted
   */
  grade(request: GradeRequest, signal: AbortSignal): Promise<GradeAnswer>;
}
