import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/**
 * One operation as a client or a receiving end saw it, one JSON object a line. A client that got no answer writes `unknown`:
 * it may have happened. Receiving ends write what reached them.
 */
export interface Line {
  /** Milliseconds: when it began, and when its answer was there. */
  t0: number;
  t1: number;
  /** Who writes this: `client-3`, `mail`, `payments`, `ai`, `reader-1`. */
  process: string;
  op: Operation;
  /** What it is about: an enrollment, an effect key, an attempt, a coupon. */
  key: string;
  args: Args;
  result: 'ok' | 'fail' | 'unknown';
}

export type Operation =
  /** A client asks to be enrolled; key: enrollment. */
  | 'enrol'
  /** A reader sees the state of something; `of` (a scale of `books.ts`), `state`. */
  | 'read'
  /** Staff order a change; key: the change, as the audit log tells it. */
  | 'order'
  /** Something of which there are so many is given to a client; key: what; `limit`; `amount` (left out: one); `given`: its id. */
  | 'redeem'
  /** A receiving end got an effect; key: effect key; `enrollment`, `step`, `visit`, `kind`, `order` (of its kind), `due`. */
  | 'receive'
  /** A receiving end dropped a repetition by its key. */
  | 'drop'
  /** The payment provider took or gave back money; key: order; `amount`. */
  | 'charge'
  | 'refund';

export type Args = Record<string, string | number | boolean | null>;

/** What is in the database when all is quiet. */
export interface End {
  runs: Array<{
    runId: string;
    enrollmentId: string;
    /** Finished, or waiting for time or an event. */
    progressing: boolean;
    /** Ops see it in their list. */
    listed: boolean;
    /** After a retry or skip: did it come to an end? null: nobody tried. */
    repaired: boolean | null;
  }>;
  /** Effects that had to happen, worked out from the drawing; `due`: not before this. */
  due: Array<{ key: string; enrollment: string; due: number; by: number | null }>;
  /** Modules whose opening readers see, and the moment before which nobody may. */
  opens: Array<{ key: string; due: number }>;
  entitlements: Array<{ order: string; ended: boolean }>;
  /** What our books say of each payment; `entitles`: it is for a place. */
  invoices: Array<{ order: string; amount: number; refunded: number; entitles: boolean }>;
  /** The audit log in its order; `chain`: where its entries are chained. */
  audit: Array<{
    /** Null: nothing that a client of ours has ordered. */
    change: string | null;
    chain: { hash: string; previous: string | null; recomputed: string } | null;
  }>;
}

/** All there is to judge. */
export interface History {
  lines: readonly Line[];
  end: End;
}

/** The lines by what this says of each, in their order. */
export function grouped<Key>(lines: readonly Line[], by: (line: Line) => Key): Array<[Key, Line[]]> {
  const groups = new Map<Key, Line[]>();
  for (const line of lines) groups.set(by(line), [...(groups.get(by(line)) ?? []), line]);
  return [...groups];
}

/** Appends operations to a log; safe to be called by several writers of one process. */
export function logTo(file: string): (line: Line) => void {
  return (line) => appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** Reads a log. A last line that was cut off by a kill does not count: nobody was told of it. */
export function readLog(file: string): Line[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text, at, all) => {
      if (text === '') return [];
      try {
        return [JSON.parse(text) as Line];
      } catch (error) {
        if (at === all.length - 1) return [];
        throw new Error(`Line ${at + 1} of ${file} is no JSON.`, { cause: error });
      }
    });
}
