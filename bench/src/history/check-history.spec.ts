import { mkdtempSync, rmSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { INVARIANTS, type Invariant, checkHistory } from './check-history.ts';
import { type Args, type End, type History, type Line, logTo, readLog } from './line.ts';
import { observed } from './observed.ts';

const WEEKS = [1, 2, 3];
const due = (week: number) => week * 1_000;

const line = (op: Line['op'], key: string, at: number, args: Args = {}, more: Partial<Line> = {}): Line => ({
  t0: at,
  t1: at,
  process: 'mail',
  op,
  key,
  args,
  result: 'ok',
  ...more,
});
const received = (enrollment: string, kind: string, order: number, at: number): Line =>
  line('receive', `${enrollment}:${kind}-${order}:1`, at, {
    enrollment,
    kind,
    order,
    step: `${kind}-${order}`,
    visit: 1,
  });

/** Two learners through three weeks: one pays and gets the certificate, of one nobody knows whether she came in. */
function sound(): { lines: Line[]; end: End } {
  const effects = WEEKS.flatMap((week) => [
    { at: due(week) + 1, kind: 'unlock', order: week },
    { at: due(week) + 20, kind: 'mail', order: week },
  ]);
  const all = [...effects, { at: due(3) + 50, kind: 'certificate', order: 1 }];
  return {
    lines: [
      line('enrol', 'ada', 10, {}, { process: 'client-1' }),
      line('enrol', 'ben', 11, {}, { process: 'client-2', result: 'unknown' }),
      line('enrol', 'eve', 12, {}, { process: 'client-3', result: 'fail' }),
      ...all.map(({ at, kind, order }) => received('ada', kind, order, at)),
      line('drop', 'ada:mail-1:1', due(1) + 30),
      line('charge', 'order-1', 5, { amount: 90 }, { process: 'payments' }),
      line('charge', 'order-2', 6, { amount: 90 }, { process: 'payments' }),
      line('refund', 'order-2', 7, { amount: 90 }, { process: 'payments' }),
      line('charge', 'run-a:coaching:1', 8, { amount: 19 }, { process: 'payments' }),
      line('refund', 'run-a:coaching:1', 9, { amount: 19 }, { process: 'payments' }),
      line('read', 'attempt', 100, { of: 'attempt', state: 'grading' }, { process: 'reader-1' }),
      line('read', 'attempt', 200, { of: 'attempt', state: 'completed' }, { process: 'reader-2' }),
      line('read', 'ada:week-2', due(2) - 5, { of: 'module', state: 'scheduled' }, { process: 'reader-1' }),
      line('read', 'ada:week-2', due(2) + 5, { of: 'module', state: 'open' }, { process: 'reader-2' }),
      line('read', 'ada:lessons', due(2), { of: 'count', state: 9 }, { process: 'reader-1' }),
      line('read', 'ada:lessons', due(2) + 9, { of: 'count', state: 10 }, { process: 'reader-1' }),
      line('order', 'run-b retried', 300),
      line('order', 'order-2 refunded', 301),
      line('order', 'order-2 refunded again', 302, {}, { result: 'fail' }),
      line('order', 'order-1 refunded', 303, {}, { result: 'unknown' }),
      line('redeem', 'order-2', 1, { limit: 90, amount: 60 }),
      line('redeem', 'order-2', 1, { limit: 90, amount: 30 }),
      line('redeem', 'coupon', 1, { limit: 2 }),
      line('redeem', 'coupon', 1, { limit: 2 }),
      line('redeem', 'coupon', 1, { limit: 2 }, { result: 'fail' }),
    ],
    end: {
      runs: [
        { runId: 'run-a', enrollmentId: 'ada', progressing: true, listed: false, repaired: null },
        { runId: 'run-b', enrollmentId: 'ben', progressing: false, listed: true, repaired: true },
      ],
      due: all.map(({ kind, order }) => ({
        key: `ada:${kind}-${order}:1`,
        enrollment: 'ada',
        due: kind === 'certificate' ? due(3) : due(order),
        by: due(order) + 10_000,
      })),
      opens: [{ key: 'ada:week-2', due: due(2) }],
      entitlements: [
        { order: 'order-1', ended: false },
        { order: 'order-2', ended: true },
      ],
      invoices: [
        { order: 'order-1', amount: 90, refunded: 0, entitles: true },
        { order: 'order-2', amount: 90, refunded: 90, entitles: true },
        { order: 'run-a:coaching:1', amount: 19, refunded: 19, entitles: false },
      ],
      audit: [
        { change: 'run-b retried', chain: { hash: 'a', previous: null, recomputed: 'a' } },
        { change: 'order-2 refunded', chain: { hash: 'b', previous: 'a', recomputed: 'b' } },
      ],
    },
  };
}

type Fault = (history: { lines: Line[]; end: End }) => void;
const at = (lines: Line[], key: string) => lines.find((one) => one.op === 'receive' && one.key === key)!;
const move = (lines: Line[], key: string, to: number) => Object.assign(at(lines, key), { t0: to, t1: to });

/** Seeded bugs: what is done to a sound history, and the invariants that have to notice. */
const FAULTS: Array<[what: string, notice: Invariant[], fault: Fault]> = [
  [
    'an effect is dropped',
    ['I1'],
    ({ lines }) => void lines.splice(lines.indexOf(at(lines, 'ada:mail-2:1')), 1),
  ],
  ['an enrollment that was answered has no run', ['I1'], ({ end }) => void end.runs.shift()],
  [
    'an enrollment nobody knows of came in twice',
    ['I1'],
    ({ end }) => void end.runs.push({ ...end.runs[1]!, runId: 'twin' }),
  ],
  [
    'an effect is sent twice under its key',
    ['I2'],
    ({ lines }) => void lines.push({ ...at(lines, 'ada:mail-2:1') }),
  ],
  [
    'an effect is sent again under another key',
    ['I2'],
    ({ lines }) => void lines.push({ ...at(lines, 'ada:mail-2:1'), key: 'ada:mail-2:1:2' }),
  ],
  ['two weeks are swapped', ['I3'], ({ lines }) => void move(lines, 'ada:unlock-2:1', due(3) + 5)],
  ['a mail comes before its week', ['I3'], ({ lines }) => void move(lines, 'ada:mail-3:1', due(3))],
  [
    'the certificate comes before the last week',
    ['I3'],
    ({ lines }) => void move(lines, 'ada:certificate-1:1', due(3) + 0.5),
  ],
  [
    'access is revoked without a refund',
    ['I3'],
    ({ lines }) => void lines.push(received('ada', 'revocation', 1, due(3) + 60)),
  ],
  ['a week is opened early', ['I4'], ({ lines }) => void move(lines, 'ada:unlock-1:1', due(1) - 1)],
  [
    'an effect comes long after recovery',
    ['I5'],
    ({ lines }) => void move(lines, 'ada:mail-3:1', due(3) + 10_001),
  ],
  [
    'money is taken twice',
    ['I6'],
    ({ lines }) => void lines.push(line('charge', 'order-1', 8, { amount: 90 })),
  ],
  [
    'money is given back and the place is kept',
    ['I6'],
    ({ end }) => void (end.entitlements[1]!.ended = false),
  ],
  [
    'a place is given away unpaid',
    ['I6'],
    ({ end }) => void end.entitlements.push({ order: 'order-3', ended: false }),
  ],
  ['an entry of the audit log is changed', ['I7'], ({ end }) => void (end.audit[0]!.chain!.recomputed = 'x')],
  ['an entry of the audit log is cut out', ['I7'], ({ end }) => void end.audit.shift()],
  [
    'what was refused is audited',
    ['I7'],
    ({ end }) => void end.audit.push({ change: 'order-2 refunded again', chain: null }),
  ],
  [
    'what was done once is told twice',
    ['I7'],
    ({ end }) => void end.audit.push({ change: 'order-2 refunded', chain: null }),
  ],
  ['a change that was granted is told nowhere', ['I7'], ({ end }) => void end.audit.pop()],
  [
    'a completed attempt is running again',
    ['I8'],
    ({ lines }) =>
      void lines.push(
        line('read', 'attempt', 300, { of: 'attempt', state: 'running' }, { process: 'reader-3' }),
      ),
  ],
  [
    'an open module is locked for somebody',
    ['I8'],
    ({ lines }) => void lines.push(line('read', 'ada:week-2', due(3), { of: 'module', state: 'locked' })),
  ],
  [
    'a lesson that was read is not',
    ['I8'],
    ({ lines }) => void lines.push(line('read', 'ada:lessons', due(3), { of: 'count', state: 9 })),
  ],
  [
    'a module is seen open early',
    ['I4'],
    ({ lines }) => {
      const seen = lines.find(({ key, args }) => key === 'ada:week-2' && args['state'] === 'open')!;
      Object.assign(seen, { t0: due(2) - 1, t1: due(2) - 1 });
    },
  ],
  [
    'one coupon too many is redeemed',
    ['I9'],
    ({ lines }) => void lines.push(line('redeem', 'coupon', 2, { limit: 2 })),
  ],
  [
    'more is given back than was paid',
    ['I9'],
    ({ lines }) => void lines.push(line('redeem', 'order-2', 2, { limit: 90, amount: 1 })),
  ],
  ['a run stands still and nobody is told', ['I10'], ({ end }) => void (end.runs[1]!.listed = false)],
  ['a run stands still and nothing helps', ['I10'], ({ end }) => void (end.runs[1]!.repaired = false)],
];

describe('the history checker', () => {
  it('finds nothing wrong with what is sound', () => expect(checkHistory(sound())).toEqual({}));

  it.each(FAULTS)('notices that %s', (_what, notice, fault) => {
    const history = sound();
    fault(history);
    expect(Object.keys(checkHistory(history))).toEqual(notice);
  });

  it('has a seeded bug for every invariant', () => {
    const noticed = new Set(FAULTS.flatMap(([, notice]) => notice));
    expect([...noticed].toSorted()).toEqual(Object.keys(INVARIANTS).toSorted());
  });

  it('says on how many observations each judgement stands', () => {
    const { I1, I3, I5, ...others } = observed(sound());
    expect([I1, I3, I5].every((many) => many > 3)).toBe(true);
    expect(others).toEqual({ I2: 8, I4: 8, I6: 5, I7: 6, I8: 3, I9: 5, I10: 1 });
    const nothing: End = { runs: [], due: [], opens: [], entitlements: [], invoices: [], audit: [] };
    expect(new Set(Object.values(observed({ lines: [], end: nothing })))).toEqual(new Set([0]));
  });

  it('does not hold an overlapping look against anybody', () => {
    const history: History = sound();
    const overlapping = line('read', 'attempt', 90, { of: 'attempt', state: 'running' }, { t0: 90, t1: 400 });
    expect(checkHistory({ ...history, lines: [...history.lines, overlapping] })).toEqual({});
  });

  it('reads logs of JSON lines, also one whose writer was killed in the middle of a line', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'gradus-log-'));
    const file = path.join(folder, 'client.jsonl');
    const { lines } = sound();
    lines.forEach(logTo(file));
    appendFileSync(file, '{"t0":1,"op":"en');
    expect(readLog(file)).toEqual(lines);
    expect(readLog(path.join(folder, 'none.jsonl'))).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
