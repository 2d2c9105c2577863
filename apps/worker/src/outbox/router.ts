import type { DataSource } from 'typeorm';
import type { Plans } from '@gradus/database';
import { type LiveBell, topics } from '@gradus/events';
import { type Bells, runBell } from '@gradus/temporal';
import { routeNext } from './route-event.ts';

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

  /** Routes one event. Answers whether there was one. */
  async routeOne(): Promise<boolean> {
    const routed = await routeNext(this.#dataSource, this.#plans);
    if (!routed) return false;
    const { event, delivered, started } = routed;
    const waiting = delivered.length > 0 ? await this.#waiting(delivered, event.type) : [];
    await this.#bells.tryRing(...[...started, ...waiting].map(runBell));
    const touched = [
      ...(event.enrollmentId ? [topics.enrollment(event.enrollmentId)] : []),
      ...(event.courseId ? [topics.course(event.courseId)] : []),
    ];
    await this.#live.publish(touched);
    return true;
  }

  /** Those of the runs that wait for such an event now; the others read their inbox when they come by. */
  async #waiting(runIds: string[], eventType: string): Promise<string[]> {
    const rows = await this.#dataSource.query<Array<{ run_id: string }>>(
      'SELECT DISTINCT run_id FROM waits WHERE run_id = ANY($1) AND event_type = $2',
      [runIds, eventType],
    );
    return rows.map((row) => row.run_id);
  }
}
