import { createHmac, timingSafeEqual } from 'node:crypto';

/** Five minutes: older calls may have been overheard. */
const WINDOW_MS = 300_000;

/** `unchecked`: no secret is known here. */
export type SignatureJudgement = 'right' | 'wrong' | 'too old' | 'missing' | 'unchecked';

interface Signed {
  id: string;
  timestamp: string;
  signature: string;
  body: Buffer;
}

/** Looks at a signature the way Standard Webhooks asks receivers to. */
export function judgeSignature(
  secrets: readonly string[],
  { id, timestamp, signature, body }: Signed,
): SignatureJudgement {
  if (id === '' || timestamp === '' || signature === '') return 'missing';
  if (secrets.length === 0) return 'unchecked';
  if (Math.abs(Date.now() - Number(timestamp) * 1000) > WINDOW_MS) return 'too old';
  const given = signature.split(' ').map((part) => Buffer.from(part.replace(/^v1,/, ''), 'base64'));
  const right = secrets.some((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
    return given.some((one) => one.length === wanted.length && timingSafeEqual(one, wanted));
  });
  return right ? 'right' : 'wrong';
}
