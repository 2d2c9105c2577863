import { z } from 'zod';
import { Condition, LONGEST_REASON, StepId } from './values.ts';

/** Goes different ways. */
export const BranchConfig = z.strictObject({
  /** Tried in order; the first that holds names the port. None holds: port `otherwise`. */
  branches: z
    .array(z.strictObject({ id: StepId, title: z.string().min(1).max(80), condition: Condition }))
    .min(1)
    .max(12),
});

/** Sends a share of the people each way. Whoever comes again, in whatever run, goes the same way. */
export const SplitConfig = z.strictObject({
  ways: z
    .array(
      z.strictObject({
        id: StepId,
        title: z.string().min(1).max(80),
        /** Of a hundred people; all shares together are a hundred. */
        percent: z.number().int().min(0).max(100),
      }),
    )
    .min(2)
    .max(12),
  /** Splits with the same salt send a person the same way; left out, every split draws anew. */
  salt: z.string().min(1).max(80).optional(),
});

/** Lets only some go on. The others leave by `stopped`; when nothing is connected to that, their way ends here. */
export const FilterConfig = z.strictObject({ condition: Condition });

/** A way back that is counted: `again` the first `max` times, then `done`. */
export const GoToConfig = z.strictObject({ max: z.number().int().min(1).max(100) });

/** Takes the learner out of the automation. */
export const ExitConfig = z.strictObject({
  /** Told with the run. */
  reason: z.string().min(1).max(LONGEST_REASON),
});

/**
 * What the automation is for. As soon as the condition is true, wherever the learner stands, they are taken here. A goal
 * counts once in a run.
 */
export const GoalConfig = z.strictObject({
  condition: Condition,
  /** What whoever comes here before it is true does: waits, or goes on by `missed`. */
  onArrival: z.enum(['wait', 'goOn']),
});

/** Where a way ends. */
export const EndConfig = z.strictObject({ outcome: z.enum(['completed', 'ended']) });
