import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key that signs calls. Several at once while one takes the place of another. */
export interface SigningKey {
  /** Its name, sent with the call. */
  keyId: string;
  /** `whsec_` and base64, as it was shown. */
  secret: string;
}

/** The headers of a signed call, as of Standard Webhooks, and the names of the keys. */
export interface SignedCall {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
  'gradus-key-id': string;
}

const PREFIX = 'whsec_';

/** A new secret of 32 random bytes. */
export function newSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

function mac(secret: string, id: string, timestamp: string, body: string | Buffer): Buffer {
  const key = Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

/** Signs a body: HMAC-SHA-256 over `id.timestamp.body`, one signature for each key. `at`: milliseconds. */
export function signCall(keys: readonly SigningKey[], id: string, body: string, at: number): SignedCall {
  const timestamp = String(Math.floor(at / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': keys
      .map(({ secret }) => `v1,${mac(secret, id, timestamp, body).toString('base64')}`)
      .join(' '),
    'gradus-key-id': keys.map(({ keyId }) => keyId).join(' '),
  };
}

/** What came of looking at a signature. */
export type Verdict =
  | { ok: true; keyId: string; at: number }
  | { ok: false; because: 'unsigned' | 'too-old' | 'too-new' | 'wrong' };

/**
 * Whether one of these keys signed the body, not longer ago than the window. The time is looked at first, so that an old
 * call that was overheard is worth nothing.
 */
export function verifyCall(
  keys: readonly SigningKey[],
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string | Buffer,
  { now, windowSeconds }: { now: number; windowSeconds: number },
): Verdict {
  const read = (name: string) => (typeof headers[name] === 'string' ? headers[name] : '');
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map(read);
  if (!id || !signature || !timestamp || !/^\d{1,12}$/.test(timestamp))
    return { ok: false, because: 'unsigned' };
  const at = Number(timestamp) * 1000;
  if (at < now - windowSeconds * 1000) return { ok: false, because: 'too-old' };
  if (at > now + windowSeconds * 1000) return { ok: false, because: 'too-new' };
  const given = signature
    .split(' ')
    .filter((part) => part.startsWith('v1,'))
    .slice(0, 10)
    .map((part) => Buffer.from(part.slice(3), 'base64'));
  for (const { keyId, secret } of keys) {
    const wanted = mac(secret, id, timestamp, body);
    if (given.some((one) => one.length === wanted.length && timingSafeEqual(one, wanted)))
      return { ok: true, keyId, at };
  }
  return { ok: false, because: 'wrong' };
}
