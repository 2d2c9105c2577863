import type { StepOf } from '@gradus/flow';
import type { Accepted } from '../crowd.ts';
import type { LearnerStory, VisitRow } from '../learner-story.ts';
import { type Count, expect } from './findings.ts';
import { type MoneyReceipt, type Received, isOfStep, moneyOf } from './receivers.ts';

type Part = StepOf<'refund'>['config']['part'];

/**
 * Money as the provider moved it: by every step that charges or gives back on the way, by every refund that staff were promised,
 * for the sum that was meant; nothing beside it; and our books say the same. One key twice is money twice here, whatever the
 * key: the provider has no third party that drops repetitions.
 */
export function countMoney(
  total: Count,
  story: LearnerStory,
  way: readonly VisitRow[],
  received: Received,
  accepted: Accepted,
): void {
  const known = new Set<string>();
  const note = (receipts: readonly MoneyReceipt[]) => receipts.forEach(({ id }) => known.add(id));
  const paid = received.taken.filter(({ key }) => key === story.orderId);
  note(paid);
  for (const visit of way) {
    const step = story.definition.steps[visit.stepId];
    if (step?.kind === 'charge') note(countCharge(total, story, visit, step.config.amountMinor, received));
    if (step?.kind === 'refund') note(countRefund(total, story, visit, step.config.part, way, received));
  }
  for (const [id, { userId, amountMinor }] of accepted.refunds) {
    if (userId !== story.userId) continue;
    const given = received.returned.filter(
      ({ key }) => key === `refund:${id}` || key?.startsWith(`refund:${id}:`),
    );
    expect(total, 'refund by staff', story.email, ids(given));
    checkSum(total, `${story.email}: refund ${id}`, given, amountMinor);
    note(given);
  }
  countStrays(total, story, received, known);
  checkBooks(total, story, received);
}

function countCharge(
  total: Count,
  { runId, email }: LearnerStory,
  { stepId, port }: VisitRow,
  amountMinor: number,
  { taken, declined }: Received,
): MoneyReceipt[] {
  const own = taken.filter((receipt) => isOfStep(receipt, runId!, stepId));
  if (port === 'paid') {
    expect(total, 'charge by card', `${email} ${stepId}`, ids(own));
    checkSum(total, `${email} ${stepId}`, own, amountMinor);
  } else if (own.length > 0)
    total.misjudged.push(`${email}: ${stepId} left through ${port}, and money was taken`);
  else if (!declined.some((receipt) => isOfStep(receipt, runId!, stepId)))
    total.misjudged.push(`${email}: ${stepId} left through ${port}, and the card never said no`);
  return own;
}

function countRefund(
  total: Count,
  { runId, email, definition }: LearnerStory,
  { stepId, port }: VisitRow,
  part: Part,
  way: readonly VisitRow[],
  { returned }: Received,
): MoneyReceipt[] {
  const own = returned.filter((receipt) => isOfStep(receipt, runId!, stepId));
  if (port !== 'next') {
    if (own.length > 0)
      total.misjudged.push(`${email}: ${stepId} left through ${port}, and money was given back`);
    return own;
  }
  expect(total, 'refund by a step', `${email} ${stepId}`, ids(own));
  const before = way.slice(
    0,
    way.findIndex((visit) => visit.stepId === stepId),
  );
  const charge = definition.steps[before.findLast(({ port: by }) => by === 'paid')?.stepId ?? ''];
  if (charge?.kind === 'charge')
    checkSum(total, `${email} ${stepId}`, own, partOf(part, charge.config.amountMinor));
  return own;
}

const ids = (receipts: readonly MoneyReceipt[]) => receipts.map(({ id }) => id);

function partOf(part: Part, paidMinor: number): number {
  if (part.kind === 'all') return paidMinor;
  return part.kind === 'amount' ? part.amountMinor : Math.round((paidMinor * part.percent) / 100);
}

function checkSum(total: Count, who: string, receipts: readonly MoneyReceipt[], meant: number): void {
  for (const { amountMinor } of receipts)
    if (amountMinor !== meant) total.misjudged.push(`${who}: ${amountMinor} moved, ${meant} were meant`);
}

/** Money that moved on this learner's account and that nothing on their way accounts for. */
function countStrays(
  total: Count,
  story: LearnerStory,
  received: Received,
  known: ReadonlySet<string>,
): void {
  const { taken, returned } = moneyOf(story, received);
  for (const { id, key } of [...taken, ...returned])
    if (!known.has(id)) total.doubled.push(`${story.email}: ${id} (${key ?? 'no key'}) is money too many`);
}

/** What our rows say was taken and given back, payment by payment, is what the provider says. */
function checkBooks(total: Count, { email, books }: LearnerStory, { taken, returned }: Received): void {
  const sum = (receipts: readonly MoneyReceipt[], intent: string | null) =>
    receipts.filter((one) => one.paymentIntent === intent).reduce((minor, one) => minor + one.amountMinor, 0);
  for (const { paymentIntent, key, amountMinor, refundedMinor } of books) {
    const [in_, out] = [sum(taken, paymentIntent), sum(returned, paymentIntent)];
    if (in_ !== amountMinor)
      total.misjudged.push(`${email}: ${key} is booked at ${amountMinor}, ${in_} were taken`);
    if (out !== refundedMinor)
      total.misjudged.push(`${email}: of ${key} ${refundedMinor} are booked as given back, ${out} were`);
  }
}
