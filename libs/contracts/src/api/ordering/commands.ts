import { z } from 'zod';
import { Timestamp } from '../../primitives.ts';
import { Reason } from '../../reasons.ts';

/** Effects done before: `reuse` (what is done is not done again; the default) or `again` (under a new key). */
const Effects = z.enum(['reuse', 'again']).optional();

/** A moment on the run's own clock, or a length of time after the present date. */
const PutOff = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('until'), at: Timestamp }),
  z.strictObject({
    kind: z.literal('by'),
    amount: z.number().int().min(1).max(10_000),
    unit: z.enum(['minutes', 'hours', 'days', 'weeks']),
  }),
]);

/** What a pause lets happen: nothing, or all but effects. */
export const PauseHold = z.enum(['freeze', 'holdEffects']);

/** What becomes of overdue messages on resuming. */
export const OverdueWay = z.enum(['spread', 'latestOnly', 'skipStale']);

/** How a pause ends. */
export const PauseEnd = {
  overdue: OverdueWay.optional(),
  spreadMinutes: z.number().int().min(0).max(10_080).optional(),
};

/** The id that something has at the payment provider: `pi_…`, `sub_…`, `re_…`. */
export const ProviderReference = z
  .string()
  .trim()
  .regex(/^[a-z]{2,10}_\w{1,240}$/, 'an id of the provider looks like pi_1Abc');

const Orders = {
  retry: { name: z.literal('retry'), effects: Effects },
  skip: { name: z.literal('skip'), port: z.string().max(64).optional() },
  move: { name: z.literal('move'), to: z.string().max(64), effects: Effects },
  releaseNow: { name: z.literal('releaseNow') },
  /**
   * Whether the effect happened that nobody was sure of. Of money the provider is asked: by our key, or by the id that it
   * has there.
   */
  settle: {
    name: z.literal('settle'),
    happened: z.boolean(),
    reference: ProviderReference.optional(),
  },
  postpone: { name: z.literal('postpone'), to: PutOff },
  changeVariable: {
    name: z.literal('changeVariable'),
    variable: z.string().min(1).max(64),
    value: z.union([z.string().max(500), z.number(), z.boolean()]),
  },
  exit: { name: z.literal('exit') },
  pause: { name: z.literal('pause'), hold: PauseHold.optional() },
  resume: { name: z.literal('resume'), ...PauseEnd },
};

/** One of the orders an operator can give, with what else comes with it. */
function orderWith<E extends z.ZodRawShape>(extra: E) {
  return z.discriminatedUnion('name', [
    z.strictObject({ ...Orders.retry, ...extra }),
    z.strictObject({ ...Orders.skip, ...extra }),
    z.strictObject({ ...Orders.move, ...extra }),
    z.strictObject({ ...Orders.releaseNow, ...extra }),
    z.strictObject({ ...Orders.settle, ...extra }),
    z.strictObject({ ...Orders.postpone, ...extra }),
    z.strictObject({ ...Orders.changeVariable, ...extra }),
    z.strictObject({ ...Orders.exit, ...extra }),
    z.strictObject({ ...Orders.pause, ...extra }),
    z.strictObject({ ...Orders.resume, ...extra }),
  ]);
}

/** Filled in when it is left out and only one position is possible. */
const position = { stepId: z.string().optional(), visit: z.number().int().optional() };

/** An order without whom it is for: a bulk operation gives it to everybody a filter finds. */
export const RunOrder = orderWith({}).meta({ id: 'RunOrder' });
export type RunOrder = z.infer<typeof RunOrder>;

/** POST /api/runs/:id/commands/preview (instructor, ops, admin) -> CommandPreview: nothing happens yet. */
export const PreviewCommand = orderWith(position).meta({ id: 'PreviewCommand' });
export type PreviewCommand = z.infer<typeof PreviewCommand>;

/** What becomes of an effect: see `EffectFate` of the engine. */
export const EffectFate = z.enum([
  'runs',
  'again',
  'asked',
  'lookedUp',
  'done',
  'doneOnce',
  'underWay',
  'held',
  'letGo',
  'leftOut',
]);

export const EffectLineAhead = z.strictObject({
  stepId: z.string(),
  title: z.string(),
  kind: z.string().nullable(),
  when: z.enum(['now', 'later']),
  fate: EffectFate,
  /** Not before this; null: at once. */
  from: Timestamp.nullable(),
});

export const CommandPreview = z
  .strictObject({
    accepted: z.boolean(),
    /** What the run would answer. */
    detail: z.string(),
    /** Plain sentences, the most important first. */
    sentences: z.array(z.string()),
    effects: z.array(EffectLineAhead),
    /** Titles of modules that open at once. */
    opens: z.array(z.string()),
    standing: z.array(
      z.strictObject({
        stepId: z.string(),
        title: z.string(),
        status: z.enum(['running', 'waiting', 'blocked', 'held']),
        /** On the run's own clock. */
        until: Timestamp.nullable(),
      }),
    ),
    ends: z.enum(['completed', 'ended', 'exited']).nullable(),
  })
  .meta({ id: 'CommandPreview' });
export type CommandPreview = z.infer<typeof CommandPreview>;

/** POST /api/runs/:id/start-over (Idempotency-Key) -> 202 RunStartedOver. Only for a run that has ended. */
export const StartRunOver = z
  .strictObject({
    /** Null: from the beginning. */
    stepId: z.string().max(64).nullable(),
    effects: z.enum(['reuse', 'again']),
    reason: Reason,
  })
  .meta({ id: 'StartRunOver' });
export type StartRunOver = z.infer<typeof StartRunOver>;
/** POST /api/runs/:id/start-over/preview -> CommandPreview: nothing happens yet. */
export const PreviewStartOver = StartRunOver.omit({ reason: true }).meta({ id: 'PreviewStartOver' });
export type PreviewStartOver = z.infer<typeof PreviewStartOver>;
/** The run that takes the place of the one that has ended. */
export const RunStartedOver = z.strictObject({ runId: z.uuid() }).meta({ id: 'RunStartedOver' });
export type RunStartedOver = z.infer<typeof RunStartedOver>;

/** POST /api/runs/:id/commands (Idempotency-Key; instructor, ops, admin) -> 202 CommandAnswer. */
export const CommandRun = orderWith({ ...position, reason: Reason }).meta({ id: 'CommandRun' });
export type CommandRun = z.infer<typeof CommandRun>;

/** `accepted`: not answered yet; it is in the inbox and will be. */
export const CommandAnswer = z
  .strictObject({ state: z.enum(['accepted', 'done', 'refused']), detail: z.string() })
  .meta({ id: 'CommandAnswer' });
export type CommandAnswer = z.infer<typeof CommandAnswer>;
