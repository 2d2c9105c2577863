import { MissingError } from '../problems/request-errors.ts';
import type { Caller } from './caller.ts';
import { STAFF } from './policy.decorators.ts';

/** Instructor, ops or admin. */
export const isStaff = (caller: Caller | null): boolean =>
  caller !== null && (STAFF as readonly string[]).includes(caller.role);

/** The row, or a 404 with the code `<area>.not-found`. */
export function found<Row>(row: Row | null | undefined, area: string): Row {
  if (row === null || row === undefined) throw new MissingError(area);
  return row;
}
