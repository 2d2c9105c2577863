import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Ending } from '../stage/ending.ts';

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
 * Waits until nothing is under way, or until nothing has moved for so long that nothing will; longer than any claim
 * and any pause of the sweep. Answers what is left then.
 */
export async function waitForQuiet(
  db: pg.Pool,
  ending: Ending,
  userIds: readonly string[],
  busy: () => Promise<boolean>,
  stillSeconds = 240,
): Promise<Unrest> {
  let last = '';
  let lastMove = Date.now();
  let lastWord = 0;
  for (;;) {
    const unrest = await readUnrest(db, userIds);
    if (isQuiet(unrest) && !(await busy())) return unrest;
    const now = JSON.stringify(unrest);
    if (now !== last) lastMove = Date.now();
    last = now;
    if (Date.now() - lastMove > stillSeconds * 1_000 || ending.over) return unrest;
    if (Date.now() - lastWord > 15_000) {
      lastWord = Date.now();
      const left = Object.entries(unrest).filter(([, count]) => count > 0);
      console.log(`  under way: ${left.map(([name, count]) => `${count} ${name}`).join(', ') || 'deeds'}`);
    }
    await pause(500);
  }
}
