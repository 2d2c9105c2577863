import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { LiveBell } from '@gradus/events';
import { LIVE_BELL } from '../platform/platform.module.ts';
import { CoalescingFollower } from './coalescing-follower.ts';
import { LiveStreamsExhaustedError } from './live-errors.ts';
import { LiveLog } from './live-log.ts';
import type { FollowedTopics } from './live-topics.ts';

const MOST_STREAMS_EACH = 30;
const TRY_AGAIN_MS = 1_000;

export interface Following {
  userId: string;
  topics: FollowedTopics;
  /** Gets the topics by the page's names. */
  changed: (topics: readonly string[]) => void;
  /** The process is going down: the page shall come back to another. */
  over: () => void;
}

/** Where a page stands that has begun to follow. */
export interface Followed {
  leave: () => void;
  /** The page's names of what changed since the position it came with; null: that is not known, all of it may have. */
  missed: string[] | null;
}

interface Follower extends Following {
  coalescing: CoalescingFollower;
}

/** One subscription to the live bell for all streams of this process. */
@Injectable()
export class LiveHub implements OnModuleDestroy {
  private readonly logger = new Logger(LiveHub.name);
  readonly #followers = new Set<Follower>();
  readonly #log = new LiveLog();
  #listening = false;
  #hearing = false;
  #closed = false;

  constructor(@Inject(LIVE_BELL) private readonly bell: LiveBell) {}

  /** How far this process has heard: everything up to it has been told, or waits to be. */
  get position(): string {
    return this.#log.position;
  }

  get seq(): number {
    return this.#log.seq;
  }

  /** @param after the position up to which the page was told, if it was here before */
  follow(following: Following, after: string | null): Followed {
    const own = [...this.#followers].filter(({ userId }) => userId === following.userId);
    if (own.length >= MOST_STREAMS_EACH) throw new LiveStreamsExhaustedError();
    const follower = { ...following, coalescing: new CoalescingFollower(following.changed) };
    this.#followers.add(follower);
    if (!this.#listening) void this.#listen();
    if (this.#closed) setImmediate(following.over);
    return {
      leave: () => {
        follower.coalescing.stop();
        this.#followers.delete(follower);
      },
      missed: this.#missed(following.topics, after),
    };
  }

  #missed(topics: FollowedTopics, after: string | null): string[] | null {
    const heard = this.#hearing && after !== null ? this.#log.since(after) : null;
    return heard && [...topics].filter(([topic]) => heard.has(topic)).map(([, name]) => name);
  }

  onModuleDestroy(): void {
    this.#closed = true;
    for (const { over } of this.#followers) over();
  }

  /** In the background: a page is no worse off than without us while the bell's carrier is away. */
  async #listen(): Promise<void> {
    this.#listening = true;
    try {
      await this.bell.subscribe(
        (topic) => this.#heard(topic),
        () => this.#everything(),
      );
      this.#hearing = true;
      this.#everything();
    } catch (error) {
      this.logger.warn({ message: 'Live changes cannot be heard yet', reason: String(error) });
      setTimeout(() => {
        if (!this.#closed) void this.#listen();
      }, TRY_AGAIN_MS).unref();
    }
  }

  #heard(topic: string): void {
    this.#log.hear(topic);
    for (const { topics, coalescing } of this.#followers) {
      const name = topics.get(topic);
      if (name !== undefined) coalescing.changed(name);
    }
  }

  /** Something may have been missed: look at all of it again. */
  #everything(): void {
    this.#log.forget();
    for (const { topics, coalescing } of this.#followers) coalescing.changed(...topics.values());
  }
}
