import { z } from 'zod';
import { Condition, LocalDate } from './values.ts';

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

/** Puts a tag on the person, or takes it off. */
export const TagConfig = z.strictObject({ do: z.enum(['add', 'remove']), tag: TagName });

/** Sets a field of the person. */
export const SetFieldConfig = z.strictObject({
  field: FieldName,
  value: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('text'), text: z.string().max(500) }),
    z.strictObject({ kind: z.literal('number'), number: z.number() }),
    z.strictObject({ kind: z.literal('boolean'), boolean: z.boolean() }),
    z.strictObject({ kind: z.literal('date'), date: LocalDate }),
    /** CEL over `facts` and `vars`, worked out when the learner is here. */
    z.strictObject({ kind: z.literal('expression'), expression: Condition, type: FieldType }),
    /** The person has no such field any more. */
    z.strictObject({ kind: z.literal('nothing') }),
  ]),
});
