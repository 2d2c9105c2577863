import { z } from 'zod';

/**
 * GET /api/live?topics=run:ID,automation:ID,enrollment:ID,work,review&ticket=… one SSE stream a tab. Events say only
 * "look again": `event: changed`, data LiveChange; the tab re-reads what it shows. Each stream begins with `event: ready`, data
 * LiveReady: after `Last-Event-ID` (or `lastEventId`) either what was missed follows, or everything has to be read again. A ticket (POST /api/live/tickets -> LiveTicket, 30 s, one use) stands in for the header EventSource lacks.
 */
export const LiveChange = z
  .strictObject({ topic: z.string(), seq: z.number().int().nullable() })
  .meta({ id: 'LiveChange' });
export type LiveChange = z.infer<typeof LiveChange>;
/** `resumed`: what changed since the last event id follows. Else that is not known (too long ago, another process). */
export const LiveReady = z.strictObject({ resumed: z.boolean() }).meta({ id: 'LiveReady' });
export type LiveReady = z.infer<typeof LiveReady>;
export const LiveTicket = z.strictObject({ ticket: z.string() }).meta({ id: 'LiveTicket' });
export type LiveTicket = z.infer<typeof LiveTicket>;
