import { z } from 'zod';
import { Condition, StepId } from './values.ts';

/** Goes different ways. */
export const BranchConfig = z.strictObject({
  /** Tried in order; the first that holds names the port. None holds: port `otherwise`. */
  branches: z
    .array(z.strictObject({ id: StepId, title: z.string().min(1).max(80), condition: Condition }))
    .min(1)
    .max(12),
});

/** Where a way ends. */
export const EndConfig = z.strictObject({ outcome: z.enum(['completed', 'ended']) });
