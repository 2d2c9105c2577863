import { z } from 'zod';
import { Timestamp } from '../primitives.ts';

/** Why an operator does it; goes to the audit log. */
export const Reason = z.string().trim().min(3, 'say why, in a few words').max(500);

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

const Orders = {
  retry: { name: z.literal('retry'), effects: Effects },
  skip: { name: z.literal('skip'), port: z.string().max(64).optional() },
  move: { name: z.literal('move'), to: z.string().max(64), effects: Effects },
  releaseNow: { name: z.literal('releaseNow') },
  /** Whether the effect happened that nobody was sure of. */
  settle: { name: z.literal('settle'), happened: z.boolean() },
  postpone: { name: z.literal('postpone'), to: PutOff },
  changeVariable: {
    name: z.literal('changeVariable'),
    variable: z.string().min(1).max(64),
    value: z.union([z.string().max(500), z.number(), z.boolean()]),
  },
  exit: { name: z.literal('exit') },
  pause: { name: z.literal('pause'), hold: z.enum(['freeze', 'holdEffects']).optional() },
  resume: {
    name: z.literal('resume'),
    overdue: z.enum(['spread', 'latestOnly', 'skipStale']).optional(),
    spreadMinutes: z.number().int().min(0).max(10_080).optional(),
  },
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

/** POST /api/runs/:id/commands (Idempotency-Key; instructor, ops, admin) -> 202 CommandAnswer. */
export const CommandRun = orderWith({ ...position, reason: Reason }).meta({ id: 'CommandRun' });
export type CommandRun = z.infer<typeof CommandRun>;

/** `accepted`: not answered yet; it is in the inbox and will be. */
export const CommandAnswer = z
  .strictObject({ state: z.enum(['accepted', 'done', 'refused']), detail: z.string() })
  .meta({ id: 'CommandAnswer' });
export type CommandAnswer = z.infer<typeof CommandAnswer>;
