import type { Invariant } from './check-history.ts';
import { type History, type Line, grouped } from './line.ts';

const count = (lines: readonly Line[], ...ops: Array<Line['op']>) =>
  lines.filter(({ op }) => ops.includes(op)).length;

/** Looks that have an earlier one to be held against. */
const comparable = (reads: readonly Line[]) =>
  grouped(reads, ({ key }) => key).reduce((sum, [, own]) => sum + own.length - 1, 0);

const effects = ({ lines, end }: History, bounded: boolean) => {
  const due = new Set(end.due.filter(({ by }) => !bounded || by !== null).map(({ key }) => key));
  return lines.filter(({ op, key }) => op === 'receive' && due.has(key)).length;
};

const opened = ({ lines, end }: History) => {
  const modules = new Set(end.opens.map(({ key }) => key));
  const open = new Set<unknown>(['open', 'completed']);
  return lines.filter(({ op, key, args }) => op === 'read' && modules.has(key) && open.has(args['state']))
    .length;
};

/** On how many observations the judgement on an invariant stands. None: it says nothing. */
export function observed(history: History): Record<Invariant, number> {
  const { lines, end } = history;
  const ordered = ['unlock', 'mail', 'certificate', 'revocation'];
  return {
    I1: count(lines, 'enrol') + end.due.length,
    I2: count(lines, 'receive', 'drop'),
    I3: lines.filter(({ op, args }) => op === 'receive' && ordered.includes(String(args['kind']))).length,
    I4: effects(history, false) + opened(history),
    I5: effects(history, true),
    I6: count(lines, 'charge', 'refund'),
    I7: count(lines, 'order') + end.audit.length,
    I8: comparable(lines.filter(({ op, result }) => op === 'read' && result === 'ok')),
    I9: count(lines, 'redeem'),
    I10: end.runs.filter(({ progressing }) => !progressing).length,
  };
}
