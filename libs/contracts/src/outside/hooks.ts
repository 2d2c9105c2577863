import { z } from 'zod';
import { Id, Timestamp } from '../primitives.ts';

/** The largest payload that a hook takes, in bytes. */
export const LARGEST_HOOK_PAYLOAD = 65_536;

/** A signed call is taken for so long after its time, and never twice. */
export const HOOK_WINDOW_SECONDS = 300;

/** `taken`: the person was found and the fact is noted. `unknown`: nobody has that address or id. `unfit`: the payload did not say. */
export const HookOutcome = z.enum(['taken', 'unknown', 'unfit']);
export type HookOutcome = z.infer<typeof HookOutcome>;

/**
 * POST /api/hooks/:automationId (anybody with the automation's secret; Standard Webhooks headers) -> 202 HookReceipt, once the row is
 * committed. 401 `hook.unsigned`, 404 `hook.not-found`, 413 `hook.too-large`, 422 `hook.unfit`, 429. The same `webhook-id` again is
 * the same call.
 */
export const HookReceipt = z
  .strictObject({ id: z.string(), outcome: HookOutcome, duplicate: z.boolean() })
  .meta({ id: 'HookReceipt' });
export type HookReceipt = z.infer<typeof HookReceipt>;

/** What came in by a hook. `label`: how the person was named, where nobody was found. */
export const HookDelivery = z.strictObject({
  id: z.string(),
  receivedAt: Timestamp,
  outcome: HookOutcome,
  detail: z.string(),
  person: z.strictObject({ id: Id, name: z.string() }).nullable(),
  label: z.string().nullable(),
  /** The run that it began, once the router has come by; null: none (yet). */
  runId: Id.nullable(),
});
export type HookDelivery = z.infer<typeof HookDelivery>;

/** GET /api/automations/:id/hook (staff) -> HookDetail: its address, the last ten calls, and the last fifty of unknown people. */
export const HookDetail = z
  .strictObject({ url: z.string(), latest: z.array(HookDelivery), unknown: z.array(HookDelivery) })
  .meta({ id: 'HookDetail' });
export type HookDetail = z.infer<typeof HookDetail>;
