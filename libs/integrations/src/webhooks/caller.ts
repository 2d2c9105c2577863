import { lookup } from 'node:dns/promises';
import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as securedRequest } from 'node:https';
import { isIP } from 'node:net';
import { readCallAddress } from '@gradus/contracts';
import { CallFailedError, CallRefusedError } from './call-errors.ts';
import { isPublicAddress } from './public-address.ts';

/** A POST to somewhere outside. */
export interface Call {
  url: string;
  body: string;
  headers: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

export interface CallAnswer {
  status: number;
  /** At most the size limit. */
  body: string;
}

/** Makes calls that cannot reach what is inside. */
export interface Caller {
  /**
   * Calls once; never follows a redirect.
   *
   * @throws CallRefusedError for a definitive no, CallFailedError for what may be tried again under the same key
   */
  post(call: Call): Promise<CallAnswer>;
}

export interface CallerOptions {
  /** Hosts inside (`host:port`) that may be called all the same, without encryption if need be. */
  inside: readonly string[];
  /** All addresses of a name. The system's resolver when left out. */
  resolve?: (name: string) => Promise<string[]>;
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const LARGEST_BODY = 256 * 1024;
const LARGEST_ANSWER = 64 * 1024;

const resolveBySystem = async (name: string): Promise<string[]> =>
  (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * A caller that resolves a name once, looks at every address it has, and connects to the one it looked at: a name that
 * answers differently the second time changes nothing.
 */
export function createCaller({
  inside,
  resolve = resolveBySystem,
  timeoutMs = TIMEOUT_MS,
}: CallerOptions): Caller {
  return {
    async post(call) {
      if (Buffer.byteLength(call.body) > LARGEST_BODY)
        throw new CallRefusedError(
          'call.body-too-large',
          'The body is larger than 256 KB. Send fewer fields.',
        );
      const { url, host, plain } = readAddress(call.url);
      const excepted = inside.includes(host);
      if (plain && !excepted)
        throw new CallRefusedError(
          'call.not-encrypted',
          `${host} is called without encryption. Use an https:// address.`,
        );
      const limit = AbortSignal.timeout(timeoutMs);
      const signal = call.signal === undefined ? limit : AbortSignal.any([limit, call.signal]);
      const address = await addressOf(url, excepted, resolve, signal);
      try {
        return await send(call, url, address, signal);
      } catch (error) {
        throw asFailure(error, host, limit.aborted);
      }
    },
  };
}

function readAddress(text: string) {
  const address = readCallAddress(text);
  if (!address.ok)
    throw new CallRefusedError(
      'call.address-unfit',
      'The address to call cannot be used. Correct it in the step.',
    );
  return address;
}

async function addressOf(
  url: URL,
  excepted: boolean,
  resolve: NonNullable<CallerOptions['resolve']>,
  signal: AbortSignal,
): Promise<string> {
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(name) ? [name] : await resolved(name, resolve, signal);
  const [first] = addresses;
  if (first === undefined) throw new CallFailedError('call.unreachable', `${name} has no address.`);
  if (!excepted && !addresses.every(isPublicAddress))
    throw new CallRefusedError(
      'call.address-inside',
      `${name} leads to an address inside a private network, which is never called.`,
    );
  return first;
}

async function resolved(
  name: string,
  resolve: NonNullable<CallerOptions['resolve']>,
  signal: AbortSignal,
): Promise<string[]> {
  const late = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('timed out')), { once: true }),
  );
  try {
    return await Promise.race([resolve(name), late]);
  } catch {
    throw new CallFailedError('call.unreachable', `The address of ${name} was not found. Is the name right?`);
  }
}

/** One connection of its own, to the address that was looked at; the certificate is checked against the name. */
function send(call: Call, url: URL, address: string, signal: AbortSignal): Promise<CallAnswer> {
  const request = url.protocol === 'https:' ? securedRequest : plainRequest;
  return new Promise((settle, reject) => {
    const asked = request(
      url,
      {
        method: 'POST',
        agent: false,
        signal,
        lookup: (_name, options, found) => {
          const family = isIP(address);
          if (options.all)
            (found as unknown as (error: null, all: object[]) => void)(null, [{ address, family }]);
          else found(null, address, family);
        },
        headers: {
          ...call.headers,
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(call.body)),
          'user-agent': 'Gradus-Webhooks/1',
        },
      },
      (response) => void read(response).then(settle, reject),
    );
    asked.on('error', reject);
    asked.end(call.body);
  });
}

async function read(response: IncomingMessage): Promise<CallAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) {
      response.destroy();
      throw new CallFailedError('call.answer-too-large', 'The answer is larger than 64 KB.');
    }
    chunks.push(chunk);
  }
  return judged(
    response.statusCode ?? 0,
    Buffer.concat(chunks).toString('utf8'),
    response.headers['retry-after'],
  );
}

/** Worth trying again, although the receiver has answered. */
const PASSING = new Set([408, 409, 423, 425, 429]);

function judged(status: number, body: string, retryAfter: string | undefined): CallAnswer {
  if (status >= 200 && status < 300) return { status, body };
  if (status >= 300 && status < 400)
    throw new CallRefusedError(
      'call.redirected',
      `The receiver answered ${status}: it wants the call somewhere else. Redirects are not followed; correct the address.`,
    );
  if (status < 500 && !PASSING.has(status))
    throw new CallRefusedError(
      'call.rejected',
      `The receiver answered ${status} and will not take this call. See its log for the cause.`,
    );
  const code = status === 429 ? 'call.rate-limited' : 'call.server-error';
  throw new CallFailedError(code, `The receiver answered ${status}.`, afterMs(retryAfter));
}

/** Longer is not waited on anybody's word. */
const LONGEST_PAUSE_MS = 3_600_000;

function afterMs(header: string | undefined): number | undefined {
  const seconds = Number(header);
  if (header === undefined || !Number.isFinite(seconds) || seconds <= 0) return undefined;
  return Math.min(LONGEST_PAUSE_MS, seconds * 1000);
}

function asFailure(error: unknown, host: string, late: boolean): Error {
  if (error instanceof CallRefusedError || error instanceof CallFailedError) return error;
  if (late) return new CallFailedError('call.timed-out', `${host} did not answer in time.`);
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return new CallFailedError('call.unreachable', `${host} could not be reached${code}.`);
}
