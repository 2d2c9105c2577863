import type { Command } from '../model/commands.ts';
import type { Instant } from '../model/instant.ts';
import type { FrequencyCap, Settings } from '../model/settings.ts';
import { exactLength } from '../time/durations.ts';

type MessageCommand = Extract<Command, { type: 'message' }>;

/** A message on its way: when it leaves, after the quiet hours. */
interface Leaving {
  at: Instant;
  marketing: boolean;
  validUntil: Instant | null;
}

/**
 * The messages of one learner between the step that queues them and the moment they leave: kept back by the quiet hours,
 * called off when the run is ended early, out of date by then, or one too many for the frequency cap.
 */
export class Outbound {
  readonly #cap: FrequencyCap | undefined;
  readonly #quiet: boolean;
  #leaving: Leaving[] = [];

  constructor({ frequencyCap, quietHours }: Settings) {
    this.#cap = frequencyCap;
    this.#quiet = quietHours !== undefined;
  }

  begin(): void {
    if (this.#leaving.length > 0) this.#leaving = [];
  }

  queue({ at, notBefore, validUntil, category }: MessageCommand): void {
    const marketing = category === 'marketing';
    this.#leaving.push({ at: Math.max(at, notBefore ?? at), marketing, validUntil });
  }

  /** The run is ended early: what has not left is called off. Answers how many. */
  callOff(at: Instant): number {
    if (!this.#quiet) return 0;
    const before = this.#leaving.length;
    this.#leaving = this.#leaving.filter((message) => message.at <= at);
    return before - this.#leaving.length;
  }

  /** Lets them leave; answers how many are left unsent. */
  settle(sent: (at: Instant) => void): number {
    let unsent = 0;
    const recent: Instant[] = [];
    const leaving = this.#quiet ? this.#leaving.sort((a, b) => a.at - b.at) : this.#leaving;
    for (const { at, marketing, validUntil } of leaving) {
      if (validUntil !== null && at > validUntil) unsent += 1;
      else if (marketing && this.#overCap(recent, at)) unsent += 1;
      else {
        if (marketing) recent.push(at);
        sent(at);
      }
    }
    return unsent;
  }

  #overCap(recent: readonly Instant[], at: Instant): boolean {
    if (this.#cap === undefined) return false;
    const since = at - exactLength(this.#cap.per);
    return recent.filter((moment) => moment > since).length >= this.#cap.messages;
  }
}
