import { z } from 'zod';

/**
 * GET /api/live?topics=run:ID,automation:ID,enrollment:ID,work,review&ticket=… one SSE stream a tab. Events say only
 * "look again": `event: changed`, data LiveChange, id = sequence; the tab re-reads what it shows. `Last-Event-ID`
 * resumes. A ticket (POST /api/live/tickets -> LiveTicket, 30 s, one use) stands in for the header EventSource lacks.
 */
export const LiveChange = z
  .strictObject({ topic: z.string(), seq: z.number().int().nullable() })
  .meta({ id: 'LiveChange' });
export type LiveChange = z.infer<typeof LiveChange>;
export const LiveTicket = z.strictObject({ ticket: z.string() }).meta({ id: 'LiveTicket' });
export type LiveTicket = z.infer<typeof LiveTicket>;
