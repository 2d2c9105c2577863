import { createHash } from 'node:crypto';
import type { Caller } from '../access/caller.ts';

/** After so many days a key may be used for something else. */
export const ANSWERS_KEPT_DAYS = 2;

/** A key is its sender's: two people who chose the same one ask for two things, and a long one is not cut short. */
export function sendersKey({ userId }: Pick<Caller, 'userId'>, key: string): string {
  return createHash('sha256').update(`${userId}:${key}`).digest('hex');
}

/** One occasion for each request, however long its key. */
export function occasionOf(caller: Caller, key: string): string {
  return `by-hand:${sendersKey(caller, key).slice(0, 32)}`;
}
