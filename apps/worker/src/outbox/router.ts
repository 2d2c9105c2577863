import type { DataSource } from 'typeorm';
import type { Plans } from '@gradus/database';
import { type LiveBell, topics } from '@gradus/events';
import { type Bells, runBell } from '@gradus/temporal';
import { type RoutedEvent, routeBatch } from './route-event.ts';

/**
 * Turns facts into starts and bells. Write first, look second: the inbox row is committed before the wait rows are
 * looked at, and a run commits its wait row before it looks at its inbox, so one of the two always sees the other.
 */
export class Router {
  readonly #dataSource: DataSource;
  readonly #plans: Plans;
  readonly #bells: Bells;
  readonly #live: LiveBell;

  constructor(dataSource: DataSource, plans: Plans, bells: Bells, live: LiveBell) {
    this.#dataSource = dataSource;
    this.#plans = plans;
    this.#bells = bells;
    this.#live = live;
  }

  /** Routes what is oldest. Answers whether there was anything. */
  async route(): Promise<boolean> {
    const routed = await routeBatch(this.#dataSource, this.#plans);
    if (routed.length === 0) return false;
    const waiting = await this.#waiting(routed);
    const runs = new Set([...routed.flatMap(({ started }) => started), ...waiting]);
    await this.#bells.tryRing(...[...runs].map(runBell));
    const touched = routed.flatMap(({ event }) => [
      ...(event.enrollmentId ? [topics.enrollment(event.enrollmentId)] : []),
      ...(event.courseId ? [topics.course(event.courseId)] : []),
    ]);
    await this.#live.publish([...new Set(touched)]);
    return true;
  }

  /** Those of the runs that wait for such an event now; the others read their inbox when they come by. */
  async #waiting(routed: readonly RoutedEvent[]): Promise<string[]> {
    const delivered = routed.flatMap(({ event, delivered: runs }) =>
      runs.map((run) => ({ run, type: event.type })),
    );
    if (delivered.length === 0) return [];
    const rows = await this.#dataSource.query<Array<{ run_id: string }>>(
      `SELECT DISTINCT w.run_id FROM jsonb_to_recordset($1::jsonb) AS d(run uuid, type text)
         JOIN waits w ON w.run_id = d.run AND w.event_type = d.type`,
      [JSON.stringify(delivered)],
    );
    return rows.map((row) => row.run_id);
  }
}
