import { Redis } from 'ioredis';
import type { LiveBell } from './live-bell.ts';

const CHANNEL = 'gradus:live';

/** Publishes and subscribes over Redis; two connections, both reconnect by themselves. */
export class RedisLiveBell implements LiveBell {
  readonly #publisher: Redis;
  readonly #url: string;
  readonly #subscribers = new Set<Redis>();

  constructor(url: string) {
    this.#url = url;
    this.#publisher = new Redis(url, {
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      lazyConnect: true,
    });
    this.#publisher.on('error', () => {});
    this.#publisher.connect().catch(() => {});
  }

  async publish(topics: readonly string[]): Promise<void> {
    if (topics.length === 0) return;
    await this.#publisher.publish(CHANNEL, topics.join('\n')).catch(() => {});
  }

  async subscribe(
    listener: (topic: string) => void,
    onReconnect: () => void = () => {},
  ): Promise<() => Promise<void>> {
    const subscriber = new Redis(this.#url, { maxRetriesPerRequest: null });
    this.#subscribers.add(subscriber);
    let ready = 0;
    subscriber.on('error', () => {});
    subscriber.on('ready', () => {
      if (ready++ > 0) onReconnect();
    });
    subscriber.on('message', (_channel, text) => {
      for (const topic of text.split('\n')) listener(topic);
    });
    await subscriber.subscribe(CHANNEL);
    return async () => {
      this.#subscribers.delete(subscriber);
      subscriber.disconnect();
    };
  }

  async close(): Promise<void> {
    for (const subscriber of this.#subscribers) subscriber.disconnect();
    this.#publisher.disconnect();
  }
}
