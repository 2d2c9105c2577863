import { z } from 'zod';
import { Timestamp } from '../primitives.ts';
import { Reason } from '../reasons.ts';

/**
 * POST /api/people/:id/erase (admin) -> PersonErased. It cannot be undone: what the person wrote can be read by nobody any more, the
 * account is blank, and their runs end with the reason "erased".
 */
export const ErasePerson = z
  .strictObject({
    /** The person's e-mail address, typed once more: the wrong person cannot be brought back. */
    email: z.string().min(1).max(255),
    reason: Reason,
  })
  .meta({ id: 'ErasePerson' });
export type ErasePerson = z.infer<typeof ErasePerson>;

export const PersonErased = z
  .strictObject({
    erasedAt: Timestamp,
    /** Runs that were open and end now. */
    runsEnding: z.number().int(),
  })
  .meta({ id: 'PersonErased' });
export type PersonErased = z.infer<typeof PersonErased>;
