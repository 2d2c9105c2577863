import { Injectable, type MessageEvent } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';
import type { Caller } from '../access/caller.ts';
import { Callers } from '../access/callers.ts';
import { LiveHub } from './live-hub.ts';
import type { FollowedTopics } from './live-topics.ts';

const HEARTBEAT_MS = 15_000;
const RECHECK_MS = 60_000;
const RETRY_MS = 2_000;

/** Streams of `changed` events: they say where to look again, never what happened. */
@Injectable()
export class LiveStreams {
  #eventId = Date.now();

  constructor(
    private readonly hub: LiveHub,
    private readonly callers: Callers,
  ) {}

  /** `resumed`: the page was away for a while, so everything it follows may have changed. */
  open(caller: Caller, topics: FollowedTopics, { resumed }: { resumed: boolean }): Observable<MessageEvent> {
    return new Observable((page) => {
      const tell = (names: readonly string[]) => {
        for (const topic of names) page.next(this.#changed(topic));
      };
      const leave = this.hub.follow({
        userId: caller.userId,
        topics,
        changed: tell,
        over: () => page.complete(),
      });
      page.next({ comment: 'open', retry: RETRY_MS, id: String(++this.#eventId) });
      if (resumed) tell([...topics.values()]);
      const heartbeat = setInterval(() => page.next({ comment: 'still here' }), HEARTBEAT_MS);
      const recheck = setInterval(() => void this.#recheck(caller, page), RECHECK_MS);
      return () => {
        clearInterval(heartbeat);
        clearInterval(recheck);
        leave();
      };
    });
  }

  #changed(topic: string): MessageEvent {
    return { type: 'changed', id: String(++this.#eventId), data: { topic, seq: null } };
  }

  /** Whoever was signed out, demoted or removed meanwhile does not follow on. */
  async #recheck(caller: Caller, page: Subscriber<MessageEvent>): Promise<void> {
    const now = await this.callers.ofLogin(caller).catch(() => caller);
    if (now?.role !== caller.role) page.complete();
  }
}
