import type { BulkItem, BulkItemState } from '@gradus/contracts';

type Value = string | number | null;

const OUTCOMES: Record<BulkItemState, string> = {
  waiting: 'Still to come',
  sent: 'Under way',
  done: 'Done',
  refused: 'Refused',
  skipped: 'Not reached',
  unanswered: 'Unanswered',
};

/** Whoever opens the file has no more than these words. */
const COLUMNS: ReadonlyArray<[title: string, value: (item: BulkItem) => Value]> = [
  ['Number', ({ seq }) => seq],
  ['Person', ({ who }) => who],
  ['E-mail', ({ email }) => email],
  ['Step', ({ where }) => where],
  ['Outcome', ({ state }) => OUTCOMES[state]],
  ['What was said', ({ detail }) => detail],
  ['When (UTC)', ({ settledAt }) => settledAt?.slice(0, 19).replace('T', ' ') ?? null],
  ['Run', ({ runId }) => runId],
];

/** What a spreadsheet would take for a formula is text: an apostrophe before it says so. */
function cell(value: Value): string {
  const text = value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of the result as CSV (RFC 4180, with a header line by {@link csvHeader}). */
export const csvLine = (item: BulkItem): string =>
  `${COLUMNS.map(([, value]) => cell(value(item))).join(',')}\r\n`;

/** With the mark by which spreadsheets know UTF-8: names keep their accents. */
export const csvHeader = (): string => `\uFEFF${COLUMNS.map(([title]) => title).join(',')}\r\n`;
