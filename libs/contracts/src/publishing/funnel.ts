import { z } from 'zod';
import { Id } from '../primitives.ts';

/** One step on the way through a version: how many came, went on, are there, and were lost, by reason. */
export const FunnelStep = z.strictObject({
  stepId: z.string(),
  title: z.string(),
  kind: z.string(),
  /** People, not visits: whoever comes twice counts once. */
  came: z.number().int(),
  here: z.number().int(),
  /** Runs that ended here before the end of the drawing, by reason: `exited`, `goal`, `moved` … */
  lost: z.array(z.strictObject({ reason: z.string(), count: z.number().int() })),
});
export type FunnelStep = z.infer<typeof FunnelStep>;

/** GET /api/automations/:id/funnel?versionId= (staff) -> Funnel, of the live version unless said otherwise, in the order of the drawing. */
export const Funnel = z
  .strictObject({
    versionId: Id.nullable(),
    /** Runs that were ever at a step of this version, and how many of them went through to the end. */
    entered: z.number().int(),
    completed: z.number().int(),
    open: z.number().int(),
    steps: z.array(FunnelStep),
  })
  .meta({ id: 'Funnel' });
export type Funnel = z.infer<typeof Funnel>;
