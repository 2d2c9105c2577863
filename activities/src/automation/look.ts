import type { Asks, Prepared } from '@gradus/database';

/** What a run's workflow has to know after a turn. */
export interface Look {
  finished: boolean;
  /** Something waits for the run already: come again. */
  pending: boolean;
  sleep_ms: number | null;
  /** Keys of the effects to do. */
  effects: string[];
}

const LOOK: Prepared = {
  name: 'look-at-run',
  text: `
SELECT r.finished_at IS NOT NULL AS finished,
       EXISTS (SELECT 1 FROM inbox i WHERE i.run_id = r.id AND i.taken_at IS NULL)
         OR EXISTS (SELECT 1 FROM effects e WHERE e.run_id = r.id AND e.fed_at IS NULL
                       AND e.state IN ('done', 'refused', 'unknown', 'cancelled'))
         OR EXISTS (SELECT 1 FROM messages m WHERE m.run_id = r.id AND m.awaited AND m.fed_at IS NULL
                       AND m.state IN ('done', 'refused', 'unknown', 'cancelled')) AS pending,
       (EXTRACT(EPOCH FROM r.wake_at - clock_timestamp()) * 1000)::double precision AS sleep_ms,
       ARRAY(SELECT e.key FROM effects e WHERE e.run_id = r.id AND e.state IN ('planned', 'claimed')
                AND e.fed_at IS NULL AND e.held_at IS NULL) AS effects
  FROM runs r WHERE r.id = $1`,
};

/** Asks behind the commit, in a fresh snapshot: whatever was written meanwhile without a bell is seen here. */
export async function look(asks: Asks, runId: string): Promise<Look | null> {
  const [seen] = await asks.ask<Look>(LOOK, [runId]);
  return seen ?? null;
}
