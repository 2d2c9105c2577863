import type { BulkItem } from '@gradus/contracts';

const COLUMNS = ['seq', 'who', 'where', 'state', 'detail', 'settledAt', 'runId'] as const;

/** What a spreadsheet would take for a formula is text: an apostrophe before it says so. */
function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of the result as CSV (RFC 4180, with a header line by {@link csvHeader}). */
export const csvLine = (item: BulkItem): string => `${COLUMNS.map((name) => cell(item[name])).join(',')}\r\n`;

export const csvHeader = (): string => `${COLUMNS.join(',')}\r\n`;
