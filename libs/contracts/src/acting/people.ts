import { z } from 'zod';
import { EnrollmentState } from '../api/courses.ts';
import { HeldCertificate } from '../api/credentials.ts';
import { Id, Timestamp } from '../primitives.ts';

/** A word on a person: lower-case letters, digits and -. */
export const TagName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a tag is up to 40 lower-case letters, digits and -');

/** The name of a field of a person, as conditions read it: `facts.fields.city`. */
export const FieldName = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9_]{0,39}$/, 'a field name starts with a small letter; letters, digits and _')
  .refine((name) => name !== 'constructor', 'every object has a "constructor": choose another name');

/** What a field of a person may hold. A `date` is a calendar date, `YYYY-MM-DD`. */
export const FieldType = z.enum(['text', 'number', 'boolean', 'date']);
export type FieldType = z.infer<typeof FieldType>;

/** The value of a field, in the shape of its type. */
export const FieldValue = z.union([z.string().max(500), z.number(), z.boolean()]);
export type FieldValue = z.infer<typeof FieldValue>;

/** GET /api/people/:id (staff) -> PersonDetail: what the school has noted about a person. */
export const PersonDetail = z
  .strictObject({
    id: Id,
    name: z.string(),
    email: z.string(),
    role: z.string(),
    timeZone: z.string(),
    simulated: z.boolean(),
    /** Set: the person was erased, and all else here is blank. */
    erasedAt: Timestamp.nullable(),
    /** `by`: a person's name, or the automation that did it. */
    tags: z.array(z.strictObject({ tag: z.string(), since: Timestamp, by: z.string() })),
    fields: z.array(
      z.strictObject({
        name: z.string(),
        type: FieldType,
        value: FieldValue,
        since: Timestamp,
        by: z.string(),
      }),
    ),
    /** Their places in courses, the latest first. */
    courses: z.array(
      z.strictObject({
        enrollmentId: Id,
        courseId: Id,
        courseTitle: z.string(),
        state: EnrollmentState,
        progress: z.number(),
        runId: Id.nullable(),
        certificate: HeldCertificate,
      }),
    ),
    /** The latest changes, newest first, one plain sentence each. */
    history: z.array(z.strictObject({ at: Timestamp, what: z.string(), by: z.string() })),
  })
  .meta({ id: 'PersonDetail' });
export type PersonDetail = z.infer<typeof PersonDetail>;

/**
 * PUT /api/people/:id/fields/:field (staff) -> PersonDetail; DELETE takes the field away. Tags: PUT and DELETE
 * /api/people/:id/tags/:tag, without a body. Doing it twice is doing it once.
 */
export const SetPersonField = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text'), value: z.string().trim().min(1).max(500) }),
    z.strictObject({ type: z.literal('number'), value: z.number() }),
    z.strictObject({ type: z.literal('boolean'), value: z.boolean() }),
    z.strictObject({ type: z.literal('date'), value: z.iso.date() }),
  ])
  .meta({ id: 'SetPersonField' });
export type SetPersonField = z.infer<typeof SetPersonField>;

/** GET /api/person-labels (staff) -> PersonLabels: the tags and fields in use, for those who choose one. */
export const PersonLabels = z
  .strictObject({
    tags: z.array(z.string()),
    fields: z.array(z.strictObject({ name: z.string(), type: FieldType })),
  })
  .meta({ id: 'PersonLabels' });
export type PersonLabels = z.infer<typeof PersonLabels>;
