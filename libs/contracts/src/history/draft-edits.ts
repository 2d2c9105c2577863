import { z } from 'zod';
import { Id, Timestamp } from '../primitives.ts';

/**
 * GET /api/automations/:id/edits -> page(DraftEdit), newest first: who changed the draft, when, and what they did. `said` holds the
 * rest of a sentence that begins with the name, one for each thing done; `operations` are those that the engine applied.
 */
export const DraftEdit = z
  .strictObject({
    id: Id,
    editedAt: Timestamp,
    /** Null: by Gradus itself, or by somebody who is no longer known. */
    editedBy: z.string().nullable(),
    /** By whoever asks. */
    own: z.boolean(),
    revisionBefore: z.number().int(),
    revisionAfter: z.number().int(),
    said: z.array(z.string()),
    operations: z.array(z.looseObject({ type: z.string() })),
  })
  .meta({ id: 'DraftEdit' });
export type DraftEdit = z.infer<typeof DraftEdit>;
