import type { AdvanceAnswer, RunAutomationInput } from '@gradus/contracts';
import type { ActivityParts } from '../activity-parts.ts';
import { type EffectInput, failEffect, performRunEffect } from './run-effects.ts';
import { takeTurn } from './take-turn.ts';

/** The shortest sleep: a clock that is ahead cannot make a run spin. */
const SHORTEST_SLEEP_MS = 250;

interface Look {
  finished: boolean;
  pending: boolean;
  sleep_ms: number | null;
  effects: string[];
}

/** In a fresh snapshot, after the commit: whatever was written meanwhile without a bell is seen here. */
const LOOK = `
SELECT r.finished_at IS NOT NULL AS finished,
       EXISTS (SELECT 1 FROM inbox i WHERE i.run_id = r.id AND i.taken_at IS NULL)
         OR EXISTS (SELECT 1 FROM effects e WHERE e.run_id = r.id AND e.fed_at IS NULL
                       AND e.state IN ('done', 'refused', 'unknown', 'cancelled'))
         OR EXISTS (SELECT 1 FROM messages m WHERE m.run_id = r.id AND m.awaited AND m.fed_at IS NULL
                       AND m.state IN ('done', 'refused', 'unknown', 'cancelled')) AS pending,
       (EXTRACT(EPOCH FROM r.wake_at - clock_timestamp()) * 1000)::double precision AS sleep_ms,
       ARRAY(SELECT e.key FROM effects e WHERE e.run_id = r.id AND e.state IN ('planned', 'claimed')) AS effects
  FROM runs r WHERE r.id = $1`;

/** What moves a run. */
export function automationActivities(parts: ActivityParts) {
  return {
    /**
     * Catches a run up until nothing is pending. Safe to run any number of times, by any number of workers: the row's
     * lock puts the turns in order and a turn with nothing to do changes nothing.
     */
    async advance({ runId }: RunAutomationInput): Promise<AdvanceAnswer> {
      const turn = await takeTurn(parts.dataSource, parts.plans, runId);
      await parts.live.publish(turn.topics);
      const [look] = await parts.dataSource.query<Look[]>(LOOK, [runId]);
      if (!look || look.finished) return answer({ finished: true, effects: look?.effects ?? [] });
      return answer({
        again: turn.again || look.pending,
        sleepForMs: look.sleep_ms === null ? null : Math.max(SHORTEST_SLEEP_MS, Math.ceil(look.sleep_ms)),
        effects: look.effects,
      });
    },

    /** Does one planned effect. Safe to retry: the ledger's claim is the fence and a settled effect returns at once. */
    performEffect: (input: EffectInput): Promise<void> => performRunEffect(parts, input),

    /** Writes down what an effect's own activity could not (time-out, lost worker). Conditional, so safe to repeat. */
    recordFailedEffect: (
      input: EffectInput & { code: string; detail: string; definitive: boolean },
    ): Promise<void> => failEffect(parts, input),
  };

  function answer(part: Partial<AdvanceAnswer>): AdvanceAnswer {
    return { finished: false, again: false, sleepForMs: null, effects: [], retries: parts.retries, ...part };
  }
}
