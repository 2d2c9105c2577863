import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type { LiveBell } from '@gradus/events';
import { type BellTarget, Bells } from '@gradus/temporal';
import { LIVE_BELL } from '../platform/platform.module.ts';

/**
 * Says after a commit that there is something to look at. Screens are told at once; workflows are rung without anybody
 * waiting for it, because Temporal may be away for long: what the bell announces is a row, and the sweep finds it.
 */
@Injectable()
export class Announcer implements BeforeApplicationShutdown {
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(
    private readonly bells: Bells,
    @Inject(LIVE_BELL) private readonly live: LiveBell,
  ) {}

  async announce(topics: readonly string[], ...rings: BellTarget[]): Promise<void> {
    this.ring(...rings);
    await this.live.publish(topics);
  }

  ring(...rings: BellTarget[]): void {
    this.afterwards(this.bells.tryRing(...rings));
  }

  /** Work that never fails and that no answer waits for; the process stays until it is done. */
  afterwards(work: Promise<unknown>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }
}
