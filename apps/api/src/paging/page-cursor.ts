import { DomainError } from '../problems/domain-error.ts';

/** One page of a list as every list answers it. */
export interface Page<T> {
  items: T[];
  next: string | null;
  total: number | null;
}

/** A cursor that none of our pages gave out. */
export class CursorInvalidError extends DomainError {
  constructor() {
    super(
      'request.cursor-invalid',
      400,
      'That page marker is not one of ours. Start again at the first page.',
    );
  }
}

/** The sort key of the last row shown: opaque to clients, never trusted on the way back. */
export function readCursor(cursor: string | undefined): [sortKey: string, id: string] | [null, null] {
  if (!cursor) return [null, null];
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(value) && value.length === 2 && value.every(isShortText))
      return value as [string, string];
  } catch {
    // falls through to the refusal below
  }
  throw new CursorInvalidError();
}

/** Like {@link readCursor} for lists sorted by a moment and a UUID. */
export function readTimeCursor(cursor: string | undefined): [at: string, id: string] | [null, null] {
  const [at, id] = readCursor(cursor);
  if (at === null) return [null, null];
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/.test(at) || !/^[0-9a-f-]{36}$/.test(id))
    throw new CursorInvalidError();
  return [at, id];
}

/** Cuts a page out of rows that were read with `limit + 1`. */
export function pageOf<R, T>(
  rows: R[],
  limit: number,
  toItem: (row: R) => T,
  sortKeyOf: (row: R) => [sortKey: string, id: string],
): Page<T> {
  const kept = rows.slice(0, limit);
  const last = rows.length > limit ? kept.at(-1) : undefined;
  return {
    items: kept.map(toItem),
    next: last ? Buffer.from(JSON.stringify(sortKeyOf(last))).toString('base64url') : null,
    total: null,
  };
}

/** A pattern for ILIKE that finds the words as they were typed; null when nothing was. */
export function searchPattern(search: string | undefined): string | null {
  const words = search?.trim();
  return words ? `%${words.replace(/[\\%_]/g, '\\$&')}%` : null;
}

function isShortText(part: unknown): boolean {
  return typeof part === 'string' && part.length <= 100;
}
