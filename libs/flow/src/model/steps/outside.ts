import { FieldName } from '@gradus/contracts';
import { z } from 'zod';
import { Addressee } from './asking.ts';
import { Duration, Zone } from './values.ts';

/** The name of a variable of a run, as `vars.NAME` in conditions. */
export const VariableName = z
  .string()
  .regex(
    /^[a-zA-Z][a-zA-Z0-9_]{0,39}$/,
    'a variable begins with a letter; letters, digits and _, at most 40',
  );

/** Where a value lies in JSON: names and places in lists, joined by dots, e.g. `order.items.0.id`. */
export const JsonPath = z
  .string()
  .regex(/^[\w-]{1,64}(\.[\w-]{1,64}){0,9}$/, 'names joined by dots, e.g. order.id, at most ten deep');

/** What goes into one field of the body that is sent. */
export const SentValue = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('id'),
    of: z.enum(['person', 'run', 'automation', 'course', 'enrollment']),
  }),
  z.strictObject({ kind: z.literal('person'), what: z.enum(['name', 'email', 'timeZone']) }),
  /** A field that the school keeps about the person; null when it is not set. */
  z.strictObject({ kind: z.literal('field'), field: FieldName }),
  /** A variable of the run as it is when the learner comes here; null when it is not set. */
  z.strictObject({ kind: z.literal('variable'), variable: VariableName }),
  z.strictObject({ kind: z.literal('text'), text: z.string().max(500) }),
]);
export type SentValue = z.infer<typeof SentValue>;

/** A value of the answer that is kept as a variable. What is missing, or of another type, is '' or 0 or false. */
export const KeptValue = z.strictObject({
  path: JsonPath,
  into: VariableName,
  type: z.enum(['text', 'number', 'boolean']),
});
export type KeptValue = z.infer<typeof KeptValue>;

/** Tells another system by a signed POST with a JSON body, and keeps what it answers. */
export const WebhookConfig = z.strictObject({
  url: z.string().min(1).max(1_000),
  fields: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[\w-]{1,64}$/, 'letters, digits, _ and -'),
        value: SentValue,
      }),
    )
    .max(40),
  /** Whose key signs: this automation's own, or the school's. */
  signedBy: z.enum(['automation', 'school']).default('school'),
  /** The variable that holds the status of the answer (200, 201 ...). */
  statusInto: VariableName.optional(),
  keep: z.array(KeptValue).max(10).default([]),
});

/** A value that is handed over to a called automation. */
export const HandedValue = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('text'), text: z.string().max(200) }),
  z.strictObject({ kind: z.literal('number'), number: z.number() }),
  z.strictObject({ kind: z.literal('yesNo'), yes: z.boolean() }),
  /** A variable of the caller as it is when the learner comes here; not handed over when it is not set. */
  z.strictObject({ kind: z.literal('variable'), variable: VariableName }),
]);
export type HandedValue = z.infer<typeof HandedValue>;

/**
 * Lets the learner into another automation, by a run of its own in the version that is published then. Its entry rules hold
 * as for anybody.
 */
export const CallAutomationConfig = z.strictObject({
  /** Its id. What is no automation of the school is said when publishing. */
  automation: z.string().min(1).max(80),
  /** Variables that the called run begins with. */
  values: z
    .array(z.strictObject({ name: VariableName, value: HandedValue }))
    .max(20)
    .default([]),
  /** On by default: the learner goes on when the called run has ended. Off: as soon as it has begun. */
  wait: z.boolean().default(true),
  /** Only while waiting: without one the learner may wait here as long as the called run lasts. */
  timeout: Duration.optional(),
  zone: Zone.default('learner'),
  /** Off by default: whoever is taken elsewhere, or out, is taken out of the called run, too. On: it goes on. */
  detached: z.boolean().default(false),
});

/**
 * Has a text written by the school's AI provider, under a name by which messages use it: {{text.NAME}}. A person of the school
 * reads it first, and may change it, unless the author says otherwise.
 */
export const GenerateConfig = z.strictObject({
  /** What is to be written, with the {{variables}} of `message-variables.ts`: nothing that says who the learner is. */
  prompt: z.string().trim().min(1).max(4_000),
  into: VariableName,
  /** Longer texts end at the last whole sentence. */
  mostCharacters: z.number().int().min(50).max(4_000).default(1_200),
  review: z.boolean().default(true),
  /** Who reads it first; nobody where `review` is off. */
  to: Addressee,
  channel: z.enum(['mail', 'inApp', 'both']).optional(),
  /** Until when it has to be there and read; the `timeout` port exists only with one. */
  due: Duration.optional(),
  zone: Zone,
});
