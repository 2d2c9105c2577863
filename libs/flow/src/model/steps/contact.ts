import { z } from 'zod';
import { Duration } from './values.ts';

/** One mail or notice to the person. */
export const MessageConfig = z.strictObject({
  category: z.enum(['transactional', 'marketing']),
  subject: z.string().min(1).max(200),
  /** Markdown with {{variables}}; the names are listed in `message-variables.ts`. */
  body: z.string().min(1).max(20_000),
  /** How long after it was queued it is still worth delivering. */
  validFor: Duration.optional(),
  /** Off by default: a message never holds back a learner. On: the step waits for delivery and has an `error` port. */
  waitForDelivery: z.boolean().default(false),
});
