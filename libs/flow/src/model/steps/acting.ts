import { FieldName, FieldType, TagName } from '@gradus/contracts';
import { z } from 'zod';
import { Condition, LocalDate } from './values.ts';

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
