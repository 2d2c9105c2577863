import { z } from 'zod';
import { StepId } from './values.ts';

/** Goes several ways at once. What belongs together again afterwards is brought together by a `join`. */
export const ParallelConfig = z.strictObject({
  ways: z
    .array(z.strictObject({ id: StepId, title: z.string().min(1).max(80) }))
    .min(2)
    .max(12),
});

/**
 * Walks one way for each module, one module after the other, in course order; a `join` closes it. A step inside of it that is
 * about `@current` is about the module it is at, and `vars.currentModule` is that module's key.
 */
export const ForEachModuleConfig = z.strictObject({
  modules: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('all') }),
    z.strictObject({ kind: z.literal('chosen'), keys: z.array(z.string().min(1)).min(1).max(100) }),
  ]),
});

/** How many ways have to come before a join lets anybody on. Those that are not waited for are called off. */
export const JoinRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('any') }),
  z.strictObject({ kind: z.literal('atLeast'), count: z.number().int().min(1).max(200) }),
]);
export type JoinRule = z.infer<typeof JoinRule>;

/**
 * Where the ways of a block come together. A way that ends before does not come; when too few are left, whoever is here
 * goes on by `short`, or by `next` when nothing is connected to that.
 */
export const JoinConfig = z.strictObject({ for: JoinRule });
