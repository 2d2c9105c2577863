import { z } from 'zod';
import { Duration } from './values.ts';

/** Where a message goes: by mail, as a notice where the person learns, or both; it counts as one in either case. */
export const MessageChannel = z.enum(['mail', 'inApp', 'both']);

/** One mail or notice to the person. */
export const MessageConfig = z.strictObject({
  /** By mail when left out. */
  channel: MessageChannel.optional(),
  category: z.enum(['transactional', 'marketing']),
  subject: z.string().min(1).max(200),
  /** Markdown with {{variables}}; the names are listed in `message-variables.ts`. */
  body: z.string().min(1).max(20_000),
  /** How long after it was queued it is still worth delivering; quiet hours it has to wait for do not count. */
  validFor: Duration.optional(),
  /** Off by default: a message never holds back a learner. On: the step waits for delivery and has an `error` port. */
  waitForDelivery: z.boolean().default(false),
  /** It tells of money given back or access that has ended: it may go out after that. */
  tellsOfRefund: z.boolean().optional(),
});
