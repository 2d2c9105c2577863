import { z } from 'zod';

const why = (longest: number) => z.string().trim().min(3, 'say why, in a few words').max(longest);

/** Why somebody did something by hand, as the audit log keeps it. */
export const Reason = why(500);

/** Why something was taken from learners or given back to them: they read it, and it is kept with what was taken. */
export const ToldReason = why(200);
