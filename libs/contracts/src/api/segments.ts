import { z } from 'zod';
import { Audience } from '../audience.ts';
import { Id, Timestamp } from '../primitives.ts';

/** GET /api/segments (staff) -> page(SegmentDetail), by name. `members`: who is in it now. */
export const SegmentDetail = z
  .strictObject({
    id: Id,
    name: z.string(),
    audience: Audience,
    members: z.number().int(),
    /** Ids of the automations that start by it, schedule included. */
    usedBy: z.array(z.strictObject({ id: Id, name: z.string() })),
    /** When it was last worked out for everybody, and when it will be. */
    evaluatedAt: Timestamp.nullable(),
    nextEvaluationAt: Timestamp,
    createdAt: Timestamp,
  })
  .meta({ id: 'SegmentDetail' });
export type SegmentDetail = z.infer<typeof SegmentDetail>;

const name = z.string().trim().min(1, 'give it a name').max(120);

/**
 * PUT /api/segments/:id (instructor, admin) -> SegmentDetail: makes or changes it, under an id of the client's. Who is in it by the
 * new rule is worked out at once and in silence: only who comes to belong later starts an automation. 409 `segment.name-taken`.
 */
export const SaveSegment = z.strictObject({ name, audience: Audience }).meta({ id: 'SaveSegment' });
export type SaveSegment = z.infer<typeof SaveSegment>;

/** POST /api/segments/preview -> AudiencePreview: whom a rule takes in now. Nothing is written. */
export const PreviewAudience = z.strictObject({ audience: Audience }).meta({ id: 'PreviewAudience' });
export type PreviewAudience = z.infer<typeof PreviewAudience>;
export const AudiencePreview = z
  .strictObject({
    total: z.number().int(),
    samples: z.array(z.strictObject({ userId: Id, name: z.string(), email: z.string() })),
  })
  .meta({ id: 'AudiencePreview' });
export type AudiencePreview = z.infer<typeof AudiencePreview>;

/** GET /api/segments/:id/members -> page(SegmentMember), who came in last first */
export const SegmentMember = z
  .strictObject({ userId: Id, name: z.string(), email: z.string(), enteredAt: Timestamp })
  .meta({ id: 'SegmentMember' });
export type SegmentMember = z.infer<typeof SegmentMember>;
