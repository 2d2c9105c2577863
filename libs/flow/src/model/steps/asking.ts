import { z } from 'zod';
import { MessageChannel } from './contact.ts';
import { Duration, Zone } from './values.ts';

/** Who of the school is asked or told: one person (their id), or everybody with a role. */
export const Addressee = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), personId: z.uuid() }),
  z.strictObject({ kind: z.literal('role'), role: z.enum(['instructor', 'ops', 'admin']) }),
]);
export type Addressee = z.infer<typeof Addressee>;

const asked = {
  to: Addressee,
  /** One line: what is to be decided, done or known. */
  title: z.string().min(1).max(200),
  /** What helps with it. */
  details: z.string().max(2_000).optional(),
  /** How they are told; by mail and in-app when left out. */
  channel: MessageChannel.optional(),
};

/** Asks somebody of the school to decide about the learner, who waits for it. */
export const ApproveConfig = z.strictObject({
  ...asked,
  /** Without one the learner may wait here for ever; the `timeout` port exists only with one. */
  due: Duration.optional(),
  zone: Zone,
  /** Reminded so long before it is due. */
  remindBefore: Duration.optional(),
  /** Told together with the reminder; may decide from then on. */
  escalateTo: Addressee.optional(),
});

/** Gives somebody of the school something to do about the learner. */
export const TaskConfig = z.strictObject({
  ...asked,
  what: z.enum(['call', 'write', 'other']),
  due: Duration.optional(),
  zone: Zone,
  remindBefore: Duration.optional(),
  /** Off by default: the learner goes on at once. On: they wait until it is done, or due. */
  wait: z.boolean().default(false),
});

/** Tells somebody of the school, and the next in line if nobody takes notice in time. */
export const AlertConfig = z.strictObject({
  /** In this order. */
  to: z.array(Addressee).min(1).max(5),
  title: asked.title,
  details: asked.details,
  channel: asked.channel,
  /** How long each of them has. Exact: an alert goes by no calendar. */
  within: Duration,
  /** Off by default: the learner goes on at once. On: they wait until somebody has taken notice, or nobody has. */
  wait: z.boolean().default(false),
});
