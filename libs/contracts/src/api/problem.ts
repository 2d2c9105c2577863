import { z } from 'zod';

/**
 * Every error answer: RFC 9457 `application/problem+json` with a stable `code` (`area.problem`), a sentence a person
 * understands in `detail`, and, for bad input, one line per field.
 */
export const ProblemDetails = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    requestId: z.string(),
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    /** Code-specific data, e.g. what is missing for completion. */
    data: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'ProblemDetails' });
export type ProblemDetails = z.infer<typeof ProblemDetails>;
