import type { AdvanceAnswer, RunAutomationInput } from '@gradus/contracts';
import type { ActivityParts } from '../activity-parts.ts';
import { type EffectInput, failEffect, performRunEffect } from './run-effects.ts';
import { takeTurn } from './take-turn.ts';

/** The shortest sleep: a clock that is ahead cannot make a run spin. */
const SHORTEST_SLEEP_MS = 250;

/** How long something that waits for others is left alone; whoever is done sooner rings. */
const HELD_MS = 1_000;

/** What moves a run. */
export function automationActivities(parts: ActivityParts) {
  return {
    /**
     * Catches a run up until nothing is pending. Safe to run any number of times, by any number of workers: the row's
     * lock puts the turns in order and a turn with nothing to do changes nothing.
     */
    async advance({ runId }: RunAutomationInput): Promise<AdvanceAnswer> {
      const { look, ...turn } = await takeTurn(parts.dataSource, parts.plans, runId, parts.post);
      await Promise.all([parts.live.publish(turn.topics), parts.bells.tryRing(...turn.rings)]);
      if (!look || look.finished) return answer({ finished: true, effects: look?.effects ?? [] });
      if (turn.held) return answer({ sleepForMs: HELD_MS, effects: look.effects });
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
