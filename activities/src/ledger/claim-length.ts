/** How long the worker lets the payment provider take over one question: a call, or a list with all its pages. */
export const PAYMENT_QUESTION_MS = 15_000;

/** For our own statements of an attempt, and for the clocks of two machines. */
const OWN_WORK_SECONDS = 10;

/**
 * How long an attempt that puts so many questions to the payment provider may hold its effect, in seconds: longer than the
 * slowest of them can take, so that nobody else takes the effect up while it is still being carried out. Count the questions of
 * the longest way through an attempt, which is a later one: it looks up first what an earlier one may have done. More than five
 * would not fit into the time that Temporal gives an attempt (90 s).
 */
export function claimForQuestions(questions: number): number {
  return Math.ceil((questions * PAYMENT_QUESTION_MS) / 1000) + OWN_WORK_SECONDS;
}
