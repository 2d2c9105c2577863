import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a link in a mail is good for; a token made for one is worth nothing for another. */
export type LinkPurpose = 'verify-email' | 'reset-password' | 'unsubscribe';

/**
 * The secret part of a link in a mail: `<id>.<HMAC-SHA256>`. It is derived, so the relay can write the same link into
 * every try of a mail, and nothing secret is stored. `unsubscribe` takes `<organization id>~<user id>` as id, the others
 * the id of an `email_tokens` row, which says whether the link is still good.
 */
export function linkToken(secret: string, purpose: LinkPurpose, id: string): string {
  return `${id}.${signature(secret, purpose, id).toString('base64url')}`;
}

/** The id in a token that we made for this purpose, else null. Compares in constant time. */
export function readLinkToken(secret: string, purpose: LinkPurpose, token: string): string | null {
  const dot = token.lastIndexOf('.');
  if (dot < 1) return null;
  const id = token.slice(0, dot);
  const given = Buffer.from(token.slice(dot + 1), 'base64url');
  const right = signature(secret, purpose, id);
  return given.length === right.length && timingSafeEqual(given, right) ? id : null;
}

const signature = (secret: string, purpose: LinkPurpose, id: string) =>
  createHmac('sha256', secret).update(`link:${purpose}:${id}`).digest();
