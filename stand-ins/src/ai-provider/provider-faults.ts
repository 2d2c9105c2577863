/** What the provider does wrong on request. Not kept over a restart. */
export interface ProviderFaults {
  /** Answer every call with this status; null for none. */
  readonly status: number | null;
  /** Seconds in `retry-after`, with a status. */
  readonly retryAfter: number | null;
  /** Wait before answering. */
  readonly latencyMs: number;
}

/** No faults. */
export const NO_FAULTS: ProviderFaults = { status: null, retryAfter: null, latencyMs: 0 };

/** Reads a switch setting; what is missing goes back to normal. @throws Error in one sentence when it is wrong */
export function readProviderFaults(value: Record<string, unknown>): ProviderFaults {
  const number = (name: string, least: number, most: number): number | null => {
    const given = value[name] ?? null;
    if (given === null) return null;
    if (typeof given !== 'number' || given < least || given > most) {
      throw new Error(`${name} must be a number from ${least} to ${most}, or null.`);
    }
    return given;
  };
  return {
    status: number('status', 400, 599),
    retryAfter: number('retryAfter', 0, 86_400),
    latencyMs: number('latencyMs', 0, 600_000) ?? 0,
  };
}

/** An error in the words of the protocol it is asked in. */
export function faultBody(protocol: 'openai' | 'anthropic', status: number): object {
  const message = `Simulated answer ${status}`;
  if (protocol === 'openai') {
    const type =
      status === 429 ? 'rate_limit_exceeded' : status >= 500 ? 'server_error' : 'invalid_request_error';
    return { error: { message, type, code: type, param: null } };
  }
  const types: Record<number, string> = {
    401: 'authentication_error',
    429: 'rate_limit_error',
    529: 'overloaded_error',
  };
  const type = types[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
  return { type: 'error', error: { type, message } };
}
