import { StateTooNewError } from '@gradus/flow';
import { VersionMissingError } from '@gradus/database';

/**
 * SQLSTATE classes that say nothing about the data: the connection, a conflict of transactions, a limit of the machine, a
 * lock or time-out, the server going down.
 */
const PASSING_STATE = /^(08|40|53|55|57|58)/;
/** Codes of the network, as Node gives them. */
const PASSING_CODE = /^E[A-Z]+$/;
/** What the driver says, without a code, of a connection that is gone or was never had. */
const NO_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when)/;

/**
 * Whether the same turn may well succeed a little later. Everything else says that something cannot be digested, by the
 * database or by our code, and would fail for ever: that is set aside.
 */
export function isPassing(error: unknown): boolean {
  if (error instanceof StateTooNewError || error instanceof VersionMissingError) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code !== null) return PASSING_STATE.test(code) || PASSING_CODE.test(code);
  return NO_CONNECTION.test(error.message);
}
