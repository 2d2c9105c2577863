import { type History, type Line, grouped } from './line.ts';

/** I6: what the provider took is what we sold and invoiced; what it gave back is what we took away. */
export function money({ lines, end }: History): string[] {
  const problems: string[] = [];
  const sum = (op: Line['op'], order: string) =>
    lines
      .filter((line) => line.op === op && line.key === order && line.result === 'ok')
      .reduce((total, { args }) => total + Number(args['amount']), 0);
  const orders = new Set([
    ...lines.filter(({ op }) => op === 'charge' || op === 'refund').map(({ key }) => key),
    ...end.invoices.map(({ order }) => order),
    ...end.entitlements.map(({ order }) => order),
  ]);
  for (const order of orders) {
    const [charged, refunded] = [sum('charge', order), sum('refund', order)];
    const invoices = end.invoices.filter((invoice) => invoice.order === order);
    const invoiced = invoices.reduce((total, { amount }) => total + amount, 0);
    const returned = invoices.reduce((total, invoice) => total + invoice.refunded, 0);
    if (charged !== invoiced) problems.push(`${order}: ${charged} was charged, ${invoiced} invoiced`);
    if (refunded !== returned) problems.push(`${order}: ${refunded} was given back, ${returned} booked`);
    const rights = end.entitlements.filter((right) => right.order === order);
    if (invoices.some(({ entitles }) => !entitles)) continue;
    if (charged > 0 && rights.length !== 1)
      problems.push(`${order}: was paid and gives ${rights.length} entitlements`);
    if (charged === 0 && rights.length > 0) problems.push(`${order}: gives an entitlement and was not paid`);
    const ended = rights.some((right) => right.ended);
    if (charged > 0 && refunded === charged && !ended)
      problems.push(`${order}: was given back, and the entitlement stands`);
    if (ended && refunded === 0) problems.push(`${order}: the entitlement ended without a refund`);
  }
  return problems;
}

/**
 * I7: the audit log tells of every change that staff were granted once, and of none that was refused or rolled back; where its
 * entries are chained, the chain is unbroken. Of an order that was never answered it tells once or not at all.
 */
export function audited({ lines, end }: History): string[] {
  const problems: string[] = [];
  end.audit.forEach(({ chain }, at) => {
    if (!chain) return;
    if (chain.hash !== chain.recomputed) problems.push(`entry ${at + 1} is not what was written`);
    if (chain.previous !== (end.audit[at - 1]?.chain?.hash ?? null))
      problems.push(`the chain is broken at entry ${at + 1}`);
  });
  const told = new Map<string, number>();
  for (const { change } of end.audit) if (change !== null) told.set(change, (told.get(change) ?? 0) + 1);
  const orders = lines.filter(({ op }) => op === 'order');
  for (const { key, result } of orders) {
    const times = told.get(key) ?? 0;
    if (times > 1 || (result === 'ok' && times === 0)) problems.push(`${key} is told ${times} times`);
  }
  const real = new Set(orders.filter(({ result }) => result !== 'fail').map(({ key }) => key));
  for (const change of told.keys())
    if (!real.has(change)) problems.push(`${change} is told and did not happen`);
  return problems;
}

/** From what is earlier to what is later; states of one step are of one rank. Another `of`: the state is a number. */
const SCALES: Record<string, ReadonlyArray<readonly string[]>> = {
  attempt: [
    ['none', 'draft', 'created'],
    ['running', 'submitted'],
    ['grading', 'in_review'],
    ['graded', 'passed', 'failed'],
    ['completed'],
  ],
  module: [['locked', 'scheduled'], ['open'], ['completed']],
  place: [
    ['invited', 'pending'],
    ['active', 'paused'],
    ['completed', 'expired', 'withdrawn', 'revoked'],
  ],
  certificate: [['none'], ['issuing', 'failed'], ['issued'], ['revoked']],
};

function rankOf({ args }: Line): number {
  const scale = SCALES[String(args['of'])];
  return scale ? scale.findIndex((states) => states.includes(String(args['state']))) : Number(args['state']);
}

/**
 * I8: nobody who looks twice sees anything go backwards: an attempt, a count, a place, access to a module. Looks that overlap in
 * time say nothing about each other. What the furthest of the earlier looks saw is what a later one has to see.
 */
export function monotone({ lines }: History): string[] {
  const reads = lines.filter(({ op, result }) => op === 'read' && result === 'ok');
  return grouped(reads, (line) => line.key).flatMap(([key, own]) => {
    const ended = own.toSorted((one, other) => one.t1 - other.t1);
    let next = 0;
    let furthest: Line | null = null;
    return own
      .toSorted((one, other) => one.t0 - other.t0)
      .flatMap((later) => {
        for (; next < ended.length && ended[next]!.t1 < later.t0; next++)
          if (!furthest || rankOf(ended[next]!) > rankOf(furthest)) furthest = ended[next]!;
        if (!furthest || rankOf(later) >= rankOf(furthest)) return [];
        const [was, is] = [furthest.args['state'], later.args['state']];
        return [`${key} was ${was} and is ${is} for ${later.process}`];
      });
  });
}

/** I9: of what there are so many, no more are given out. */
export function limits({ lines }: History): string[] {
  const given = lines.filter(({ op, result }) => op === 'redeem' && result === 'ok');
  return grouped(given, ({ key }) => key).flatMap(([key, own]) => {
    const limit = Math.max(...own.map(({ args }) => Number(args['limit'])));
    // An answer that is given again is of the same thing.
    const things = new Map(own.map((line, at) => [line.args['given'] ?? at, line]));
    const sum = [...things.values()].reduce((total, { args }) => total + Number(args['amount'] ?? 1), 0);
    return sum > limit ? [`of ${key} ${sum} were given out, and there are ${limit}`] : [];
  });
}

/** I10: a run that does not get on is in the list of ops, and what ops can do brings it to an end. */
export function seen({ end }: History): string[] {
  return end.runs.flatMap(({ runId, progressing, listed, repaired }) => {
    if (progressing) return [];
    if (!listed) return [`${runId} stands still and nobody is told`];
    return repaired === false ? [`${runId} stands still, and neither retry nor skip helps`] : [];
  });
}
