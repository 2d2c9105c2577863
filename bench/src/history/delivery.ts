import { type History, type Line, grouped } from './line.ts';

const of = (lines: readonly Line[], op: Line['op']) => lines.filter((line) => line.op === op);

/** I1: every enrollment that was answered with yes has one run and every due effect; one of which nobody knows has none or one. */
export function noLoss({ lines, end }: History): string[] {
  const problems: string[] = [];
  const runs = new Map<string, number>();
  for (const { enrollmentId } of end.runs) runs.set(enrollmentId, (runs.get(enrollmentId) ?? 0) + 1);
  for (const { key, result } of of(lines, 'enrol')) {
    const count = runs.get(key) ?? 0;
    if (result === 'ok' && count !== 1) problems.push(`${key} was enrolled and has ${count} runs`);
    if (result === 'fail' && count > 0) problems.push(`${key} was refused and has a run`);
    if (count > 1) problems.push(`${key} has ${count} runs`);
  }
  const received = new Set(of(lines, 'receive').map(({ key }) => key));
  for (const { key } of end.due) if (!received.has(key)) problems.push(`${key} never happened`);
  return problems;
}

/** I2: an effect reaches its receiver once, by its key and by what it is about. Repetitions that the receiver dropped are no fault. */
export function once({ lines }: History): string[] {
  const byKey = new Map<string, number>();
  const byMeaning = new Map<string, Set<string>>();
  for (const { key, process, args } of of(lines, 'receive')) {
    byKey.set(key, (byKey.get(key) ?? 0) + 1);
    const meaning = `${process} ${args['enrollment']} ${args['step']} ${args['visit']}`;
    byMeaning.set(meaning, (byMeaning.get(meaning) ?? new Set()).add(key));
  }
  return [
    ...[...byKey].filter(([, n]) => n > 1).map(([key, n]) => `${key} was received ${n} times`),
    ...[...byMeaning]
      .filter(([, keys]) => keys.size > 1)
      .map(([meaning, keys]) => `${meaning} went out under ${keys.size} keys: ${[...keys].join(', ')}`),
  ];
}

/** I3: of one enrollment week follows week, a week's mail its unlock, the certificate the last week, a revocation its refund. */
export function inOrder({ lines }: History): string[] {
  const problems: string[] = [];
  const byEnrollment = grouped(of(lines, 'receive'), ({ args }) => args['enrollment']);
  for (const [enrollment, own] of byEnrollment) {
    const first = (kind: string, order: number | null = null) => {
      const alike = own.filter(
        ({ args }) => args['kind'] === kind && (order === null || args['order'] === order),
      );
      return alike.length === 0 ? undefined : Math.min(...alike.map(({ t1 }) => t1));
    };
    const weeks = own.filter(({ args }) => args['kind'] === 'unlock');
    for (const { args, t1 } of weeks) {
      const before = first('unlock', Number(args['order']) - 1);
      if (before !== undefined && before > t1)
        problems.push(`${enrollment}: week ${args['order']} opened before the one ahead of it`);
    }
    for (const { args, t1 } of own.filter((line) => line.args['kind'] === 'mail')) {
      const opened = first('unlock', Number(args['order']));
      if (opened !== undefined && opened > t1)
        problems.push(`${enrollment}: the mail of week ${args['order']} came before the week was open`);
    }
    const [certificate, last] = [first('certificate'), Math.max(...weeks.map(({ t1 }) => t1))];
    if (certificate !== undefined && certificate < last)
      problems.push(`${enrollment}: the certificate came before the last week`);
    const [revoked, refunded] = [first('revocation'), first('refund')];
    if (revoked !== undefined && (refunded === undefined || revoked < refunded))
      problems.push(`${enrollment}: access was revoked before the refund`);
  }
  return problems;
}

const dueByKey = ({ end }: History) => new Map(end.due.map((effect) => [effect.key, effect]));

/** I4: nothing happens, and no module is seen open, before it is due. */
export function neverEarly(history: History): string[] {
  const due = dueByKey(history);
  const opens = new Map(history.end.opens.map((module) => [module.key, module.due]));
  const happened = of(history.lines, 'receive').flatMap(({ key, t1 }) => {
    const early = (due.get(key)?.due ?? -Infinity) - t1;
    return early > 0 ? [`${key} happened ${Math.ceil(early)} ms early`] : [];
  });
  const seen = of(history.lines, 'read').flatMap(({ key, t1, process, args }) => {
    if (args['state'] !== 'open' && args['state'] !== 'completed') return [];
    const early = (opens.get(key) ?? -Infinity) - t1;
    return early > 0 ? [`${key} was open for ${process} ${Math.ceil(early)} ms early`] : [];
  });
  return [...happened, ...seen];
}

/** I5: what is due happens by the moment that recovery allows. */
export function boundedLateness(history: History): string[] {
  const due = dueByKey(history);
  return of(history.lines, 'receive').flatMap(({ key, t1 }) => {
    const by = due.get(key)?.by ?? null;
    return by !== null && t1 > by ? [`${key} happened ${Math.ceil(t1 - by)} ms too late`] : [];
  });
}
