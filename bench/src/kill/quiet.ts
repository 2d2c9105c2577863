import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Ending } from '../stage/ending.ts';
import type { Stage } from '../stage/stage.ts';
import type { Crowd } from './crowd.ts';
import { readDueWork } from './due-work.ts';

/** Longer than any claim and any pause of the sweep. */
const STILL_MS = 240_000;

/** What is still under way, by kind. */
export type Unrest = Record<string, number>;

const UNREST = `
SELECT (SELECT count(*)::int FROM enrollments e WHERE e.user_id = ANY($1::uuid[]) AND e.state = 'pending') AS unenrolled,
       (SELECT count(*)::int FROM runs r WHERE r.user_id = ANY($1::uuid[]) AND r.finished_at IS NULL) AS runs,
       (SELECT count(*)::int FROM submissions s WHERE s.user_id = ANY($1::uuid[]) AND s.state <> 'graded') AS ungraded,
       (SELECT count(*)::int FROM processes p WHERE p.state <> 'ended') AS processes,
       (SELECT count(*)::int FROM domain_events d WHERE d.routed_at IS NULL) AS unrouted,
       (SELECT count(*)::int FROM messages m WHERE m.state IN ('planned', 'claimed')) AS messages,
       (SELECT count(*)::int FROM effects f WHERE f.state IN ('planned', 'claimed')) AS effects`;

/** What is under way among these learners now. */
export async function readUnrest(db: pg.Pool, userIds: readonly string[]): Promise<Unrest> {
  const { rows } = await db.query<Unrest>(UNREST, [userIds]);
  return rows[0]!;
}

export const isQuiet = (unrest: Unrest) => Object.values(unrest).every((count) => count === 0);

/**
 * Waits until nothing is under way among these learners and they have nothing to do, or until nothing has moved for so long
 * that nothing will. Answers what is left then.
 */
export async function crowdIsQuiet(
  { db }: Pick<Stage, 'db'>,
  ending: Ending,
  { members }: Pick<Crowd, 'members'>,
): Promise<Unrest> {
  const userIds = members.map(({ userId }) => userId);
  let last = '';
  let lastMove = Date.now();
  let lastWord = 0;
  for (;;) {
    const unrest = await readUnrest(db, userIds);
    if (isQuiet(unrest) && (await readDueWork(db, userIds)).length === 0) return unrest;
    const now = JSON.stringify(unrest);
    if (now !== last) lastMove = Date.now();
    last = now;
    if (Date.now() - lastMove > STILL_MS || ending.over) return unrest;
    if (Date.now() - lastWord > 15_000) {
      lastWord = Date.now();
      const left = Object.entries(unrest).filter(([, count]) => count > 0);
      console.log(`  under way: ${left.map(([name, count]) => `${count} ${name}`).join(', ') || 'deeds'}`);
    }
    await pause(500);
  }
}
