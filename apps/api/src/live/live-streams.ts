import { Injectable, type MessageEvent } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';
import type { Caller } from '../access/caller.ts';
import { Callers } from '../access/callers.ts';
import { LiveHub } from './live-hub.ts';
import type { FollowedTopics } from './live-topics.ts';

const HEARTBEAT_MS = 15_000;
const RECHECK_MS = 60_000;
const RETRY_MS = 2_000;

/**
 * Streams of `changed` events: they say where to look again, never what happened. Each begins with `ready`: whether what the page
 * missed is known and follows (it resumes), or all has to be read again. An event's id is the position up to which the page has been
 * told everything; of several told at once only the last moves it on, so that a stream may break in between.
 */
@Injectable()
export class LiveStreams {
  constructor(
    private readonly hub: LiveHub,
    private readonly callers: Callers,
  ) {}

  /** @param after the last event id of a page that was away; null: it was not here before */
  open(caller: Caller, topics: FollowedTopics, after: string | null): Observable<MessageEvent> {
    return new Observable((page) => {
      let told = this.hub.position;
      const tell = (names: readonly string[]) => {
        const { position, seq } = this.hub;
        for (const [index, topic] of names.entries()) {
          if (index === names.length - 1) told = position;
          page.next({ type: 'changed', id: told, data: { topic, seq } });
        }
      };
      const { leave, missed } = this.hub.follow(
        { userId: caller.userId, topics, changed: tell, over: () => page.complete() },
        after,
      );
      // What was missed is told behind it: should the stream break before, the page comes back with the position it had.
      const known = missed !== null && missed.length > 0 ? after! : told;
      page.next({ type: 'ready', id: known, retry: RETRY_MS, data: { resumed: missed !== null } });
      told = known;
      tell(missed ?? []);
      const heartbeat = setInterval(() => page.next({ comment: 'still here' }), HEARTBEAT_MS);
      const recheck = setInterval(() => void this.#recheck(caller, page), RECHECK_MS);
      return () => {
        clearInterval(heartbeat);
        clearInterval(recheck);
        leave();
      };
    });
  }

  /** Whoever was signed out, demoted or removed meanwhile does not follow on. */
  async #recheck(caller: Caller, page: Subscriber<MessageEvent>): Promise<void> {
    const now = await this.callers.ofLogin(caller).catch(() => caller);
    if (now?.role !== caller.role) page.complete();
  }
}
