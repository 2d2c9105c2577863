import { z } from 'zod';
import { Id, Timestamp } from '../primitives.ts';

/** GET /api/notices?cursor=…&unread=yes -> page(NoticeItem), the caller's own, newest first. */
export const NoticeItem = z
  .strictObject({
    id: Id,
    title: z.string(),
    /** Markdown; what was filled in is text and nothing else. */
    body: z.string(),
    /** Where it leads, a path of this site; null: nowhere in particular. */
    path: z.string().nullable(),
    at: Timestamp,
    read: z.boolean(),
  })
  .meta({ id: 'NoticeItem' });
export type NoticeItem = z.infer<typeof NoticeItem>;

/**
 * GET /api/notices/count -> NoticeCount. PUT /api/notices/:id/read and PUT /api/notices/read (MarkNoticesRead) answer it,
 * too. Live: topic `notices`.
 */
export const NoticeCount = z.strictObject({ unread: z.number().int() }).meta({ id: 'NoticeCount' });
export type NoticeCount = z.infer<typeof NoticeCount>;

/** Everything that was shown by then: what has come since is not read yet. */
export const MarkNoticesRead = z.strictObject({ until: Timestamp }).meta({ id: 'MarkNoticesRead' });
export type MarkNoticesRead = z.infer<typeof MarkNoticesRead>;
