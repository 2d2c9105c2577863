import type { DataSource } from 'typeorm';

/** Rows taken away by one statement, so that nobody waits for a lock of ours for long. */
const AT_ONCE = 500;
/** Statements per kind and pass; what is left comes with the next pass, at once. */
const BATCHES = 20;

/** What has served its time: the table, and which of its rows nobody can use any more. */
interface Expired {
  /** As the log names it. */
  name: string;
  table: string;
  where: string;
}

/**
 * A week more than needed where a person may still come with it, so that "this link is too old" can be said instead of "we know no
 * such link". Tokens go with their family; spent ones of a family that is still good stay, because they betray a thief.
 */
const EXPIRED: readonly Expired[] = [
  {
    name: 'sign-ins',
    table: 'refresh_token_families',
    where: `LEAST(expires_at, revoked_at) < clock_timestamp() - interval '7 days'`,
  },
  {
    name: 'mailed links',
    table: 'email_tokens',
    where: `LEAST(expires_at, used_at) < clock_timestamp() - interval '7 days'`,
  },
  {
    name: 'kept answers',
    table: 'idempotency_keys',
    where: `created_at < clock_timestamp() - interval '2 days'`,
  },
  {
    name: 'live tickets',
    table: 'live_tickets',
    where: `expires_at < clock_timestamp()`,
  },
  { name: 'rate counts', table: 'rate_limits', where: `resets_at < clock_timestamp()` },
];

/** How many rows of each kind were taken away, by name; kinds without any are left out. */
export type Cleared = Record<string, number>;

/**
 * Takes away what has expired, a little at a time. Rows that somebody is using just now are passed over. Several workers may do it
 * at once: none waits for another, and nothing is counted twice.
 */
export class Clearing {
  readonly #dataSource: DataSource;

  constructor(dataSource: DataSource) {
    this.#dataSource = dataSource;
  }

  /** One pass. `more`: there may be rows left; `goOn` is asked between statements. */
  async pass(goOn: () => boolean = () => true): Promise<{ cleared: Cleared; more: boolean }> {
    const cleared: Cleared = {};
    let more = false;
    for (const kind of EXPIRED) {
      const { rows, full } = await this.#clear(kind, goOn);
      if (rows > 0) cleared[kind.name] = rows;
      more ||= full;
    }
    return { cleared, more: more && goOn() };
  }

  async #clear({ table, where }: Expired, goOn: () => boolean): Promise<{ rows: number; full: boolean }> {
    let rows = 0;
    for (let batch = 0; batch < BATCHES && goOn(); batch++) {
      const [, removed] = await this.#dataSource.query<[unknown[], number]>(
        `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
           SELECT ctid FROM ${table} WHERE ${where} LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED))`,
      );
      rows += removed;
      if (removed < AT_ONCE) return { rows, full: false };
    }
    return { rows, full: true };
  }
}

/** "cleared 12 sign-ins, 3 rate counts"; null when there was nothing. */
export function sayCleared(cleared: Cleared): string | null {
  const parts = Object.entries(cleared).map(([name, rows]) => `${rows} ${name}`);
  return parts.length === 0 ? null : `cleared ${parts.join(', ')}`;
}
