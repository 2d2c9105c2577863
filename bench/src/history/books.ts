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

/** I7: the audit log is an unbroken chain and tells of every change of state once, and of none that was rolled back. */
export function audited({ end }: History): string[] {
  const problems: string[] = [];
  end.audit.forEach(({ hash, previous, recomputed }, at) => {
    if (hash !== recomputed) problems.push(`entry ${at + 1} is not what was written`);
    if (previous !== (end.audit[at - 1]?.hash ?? null))
      problems.push(`the chain is broken at entry ${at + 1}`);
  });
  const told = new Map<string, number>();
  for (const { change } of end.audit) told.set(change, (told.get(change) ?? 0) + 1);
  for (const change of end.changes)
    if (told.get(change) !== 1) problems.push(`${change} is told ${told.get(change) ?? 0} times`);
  const real = new Set(end.changes);
  for (const change of told.keys())
    if (!real.has(change)) problems.push(`${change} is told and did not happen`);
  return problems;
}

const RANK = ['created', 'running', 'submitted', 'grading', 'graded', 'completed'];

/** I8: nobody who looks twice sees an attempt go backwards. Looks that overlap in time say nothing about each other. */
export function monotone({ lines }: History): string[] {
  const reads = lines.filter(({ op, result }) => op === 'read' && result === 'ok');
  const problems: string[] = [];
  for (const [key, own] of grouped(reads, (line) => line.key))
    for (const later of own)
      for (const earlier of own) {
        if (earlier.t1 >= later.t0) continue;
        const [was, is] = [earlier, later].map(({ args }) => RANK.indexOf(String(args['state'])));
        if (is! < was!)
          problems.push(
            `${key} was ${earlier.args['state']} and is ${later.args['state']} for ${later.process}`,
          );
      }
  return problems;
}

/** I9: of what there are so many, no more are given out. */
export function limits({ lines }: History): string[] {
  const given = lines.filter(({ op, result }) => op === 'redeem' && result === 'ok');
  return grouped(given, ({ key }) => key).flatMap(([key, own]) => {
    const limit = Number(own[0]!.args['limit']);
    return own.length > limit ? [`${key} was given out ${own.length} times, and there are ${limit}`] : [];
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
