import { RequestInvalidError, ServiceAwayError } from './request-errors.ts';
import type { DomainError } from './domain-error.ts';

/** Text that PostgreSQL cannot hold (a null byte), numbers beyond a column, an id that is none. */
const UNSTORABLE = new Set(['22P02', '22P05', '22021', '22003', '22007', '22008', '22009', '22001']);
const AWAY = /^(08...|57P0[1-3]|57014|53...|55P03|40001|40P01)$/;
const SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EAI_AGAIN']);
const POOL = /timeout exceeded when trying to connect|Connection terminated|Client has encountered/i;

/** What an error of the driver means to the client: its own doing (400), or a database that is away (503). */
export function problemOfDatabase(error: unknown): DomainError | null {
  if (!(error instanceof Error)) return null;
  const code = codeOf(error);
  if (code && UNSTORABLE.has(code)) {
    return new RequestInvalidError([{ path: '', message: 'a value cannot be stored as it is' }]);
  }
  if ((code && (AWAY.test(code) || SOCKET.has(code))) || POOL.test(error.message))
    return new ServiceAwayError(error);
  return null;
}

function codeOf(error: Error): string | null {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  const found = driverError?.code ?? code;
  return typeof found === 'string' ? found : null;
}
