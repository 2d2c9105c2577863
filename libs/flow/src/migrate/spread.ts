import { MINUTE } from '../time/durations.ts';

/** FNV-1a over the characters, as a share of one: the same text always has the same. */
function shareOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 0x1_0000_0000;
}

/** How long the mails of this run are held back when many runs move at once, in milliseconds below the spread. */
export function spreadOf(runId: string, spreadMinutes: number): number {
  return Math.floor(shareOf(runId) * spreadMinutes * MINUTE);
}
