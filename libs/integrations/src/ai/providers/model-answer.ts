import { z } from 'zod';
import type { GradeRequest } from '../grader.ts';
import type { ProposedGrade } from '../check-answer.ts';

/** The shape asked of every model. Ranges are checked by our own code: providers do not enforce them. */
export const ModelAnswer = z.object({
  criteria: z.array(
    z.object({
      key: z.string(),
      points: z.number(),
      confidence: z.number(),
      evidence: z.string(),
      feedback: z.string(),
    }),
  ),
  confidence: z.number(),
  suspicious: z.boolean(),
});

/** Either a usable proposal or the reason, in one sentence, why not. */
export type ReadAnswer = { readonly grade: ProposedGrade } | { readonly problem: string };

/** Reads a model's text. Never throws. */
export function readModelAnswer(request: GradeRequest, text: string): ReadAnswer {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'it was not JSON.' };
  }
  const parsed = ModelAnswer.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { problem: `${issue?.path.join('.') ?? 'the answer'}: ${issue?.message ?? 'wrong shape'}.` };
  }
  const missing = request.criteria.filter(
    ({ key }) => parsed.data.criteria.filter((criterion) => criterion.key === key).length !== 1,
  );
  if (missing.length > 0) {
    return { problem: `these criteria must each occur once: ${missing.map(({ key }) => key).join(', ')}.` };
  }
  const { suspicious, ...grade } = parsed.data;
  if (!suspicious) return { grade };
  return {
    grade: { ...grade, confidence: Math.min(grade.confidence, 0.3), flags: ['instructions-in-answer'] },
  };
}
