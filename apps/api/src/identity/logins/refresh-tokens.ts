import { createHash, createHmac, randomBytes } from 'node:crypto';

/** How long a login lasts without signing in again, and how long a spent token is still forgiven. */
export const LOGIN_DAYS = 30;
export const GRACE_SECONDS = 10;

const SHAPE = /^[\w-]{43}$/;

/** 256 random bits. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url');

export const isRefreshToken = (text: string): boolean => SHAPE.test(text);

/** What is stored: the token itself never is. */
export const refreshTokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * The token that follows. It is derived with a secret of the server's, so whoever sends the same token twice at once
 * (two tabs, an answer that got lost) is given the same successor, although no token is ever stored.
 */
export const successorOf = (token: string, secret: string): string =>
  createHmac('sha256', secret).update(`refresh-token:${token}`).digest('base64url');
