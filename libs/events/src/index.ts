import type { LiveBell } from './live-bell.ts';
import { PostgresLiveBell } from './postgres-live-bell.ts';
import { RedisLiveBell } from './redis-live-bell.ts';

export type { LiveBell } from './live-bell.ts';
export { PostgresLiveBell } from './postgres-live-bell.ts';
export { RedisLiveBell } from './redis-live-bell.ts';
export { topics } from './topics.ts';

/** Redis when there is one, else PostgreSQL. */
export function createLiveBell(options: { redisUrl: string | null; databaseUrl: string }): LiveBell {
  return options.redisUrl ? new RedisLiveBell(options.redisUrl) : new PostgresLiveBell(options.databaseUrl);
}
