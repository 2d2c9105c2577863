import type { DataSource } from 'typeorm';
import type { ProcessKind, Retries } from '@gradus/contracts';
import { type BellTarget, type Bells, processBell, runBell } from '@gradus/temporal';

/** What is this late was overlooked, not merely busy. */
const GRACE_SECONDS = 15;
/** An attempt takes at most this long; and what the pause before the next one may be longer than the setting says. */
const ATTEMPT_SECONDS = 90;
const SPREAD = 1.15;
/** Bells per pass, so that bringing back everything after a loss does not flood Temporal. */
const PER_PASS = 500;

/** After so many bells in a row that could not be rung it is asked whether Temporal is there at all. */
const DOUBT_AFTER = 3;

/** What was rung in vain is rung again after 15 s, 30 s, 1 min ... up to an hour, and behind all others. */
const NEXT_SWEEP = `make_interval(secs => LEAST(3600, ${GRACE_SECONDS} * power(2, LEAST(sweep_attempts, 10))))`;

/** Each part is led by its own partial index: the pass costs what is overdue, not what is open. */
const OVERDUE_RUNS = `
WITH late AS (SELECT clock_timestamp() - make_interval(secs => ${GRACE_SECONDS}) AS at)
SELECT r.id FROM (
  SELECT w.run_id AS id FROM run_wakes w, late WHERE w.wake_at < late.at
  UNION
  SELECT i.run_id FROM inbox i JOIN runs r ON r.id = i.run_id AND r.finished_at IS NULL, late
   WHERE i.taken_at IS NULL AND i.created_at < late.at
     AND (i.kind <> 'event' OR EXISTS (SELECT 1 FROM waits w WHERE w.run_id = i.run_id AND w.event_type = i.type))
  UNION
  SELECT e.run_id FROM effects e JOIN runs r ON r.id = e.run_id AND r.finished_at IS NULL, late
   WHERE e.run_id IS NOT NULL AND e.fed_at IS NULL AND (
            e.state IN ('done', 'refused', 'unknown', 'cancelled') AND e.settled_at < late.at
         OR e.state = 'planned' AND e.held_at IS NULL AND COALESCE(e.next_attempt_at, e.created_at) < late.at
         OR e.state = 'claimed' AND e.claimed_until < late.at)
  UNION
  SELECT m.run_id FROM untold_messages u JOIN messages m ON m.id = u.message_id
    JOIN runs r ON r.id = m.run_id AND r.finished_at IS NULL, late
   WHERE u.settled_at < late.at AND m.state IN ('done', 'refused', 'unknown', 'cancelled')
) AS overdue JOIN runs r ON r.id = overdue.id
 WHERE r.sweep_at IS NULL OR r.sweep_at < clock_timestamp()
 ORDER BY r.sweep_attempts, r.wake_at NULLS LAST, r.id LIMIT ${PER_PASS}`;

/**
 * Also those that a notice waits for, unless somebody has attended since it came: while the provider is away its process is
 * tried again and again, and nothing was overlooked. Whoever attended then may have looked a moment before it was committed,
 * and has moved the hour on: once no try of theirs can be under way any more ($1 seconds) it counts as overlooked as well.
 */
const OVERDUE_PROCESSES = `
WITH late AS (SELECT clock_timestamp() - make_interval(secs => ${GRACE_SECONDS}) AS at)
SELECT p.id, p.kind FROM (
  SELECT d.id FROM processes d, late WHERE d.state = 'open' AND d.wake_at < late.at
  UNION
  SELECT n.id FROM webhook_events w
    JOIN processes n ON n.kind = 'runSubscription'
                    AND n.subject_id = COALESCE(w.order_id, w.subscription_id, w.payment_id), late
   WHERE w.processed_at IS NULL AND w.received_at < late.at
     AND (n.attended_at IS NULL OR n.attended_at < w.received_at
       OR n.attended_at < clock_timestamp() - make_interval(secs => $1))
) AS overdue JOIN processes p ON p.id = overdue.id
 WHERE p.state = 'open' AND (p.sweep_at IS NULL OR p.sweep_at < clock_timestamp())
 ORDER BY p.sweep_attempts, p.wake_at LIMIT ${PER_PASS}`;

/** Rows nobody has begun with: the request that made them could not ring (Temporal was away, the API died). */
const UNBEGUN = `
SELECT id, kind FROM processes
 WHERE state = 'open' AND attended_at IS NULL AND created_at < clock_timestamp() - interval '2 seconds'
   AND (sweep_at IS NULL OR sweep_at < clock_timestamp())
 ORDER BY sweep_attempts, created_at LIMIT ${PER_PASS}`;

interface Found {
  kind: string;
  id: string;
  target: BellTarget;
}

/**
 * Rings what was overlooked: runs that are overdue or have rows nobody took, processes nobody attends. It makes a lost
 * bell, a terminated workflow and the loss of Temporal's whole database harmless, and counts what it had to mend.
 */
export class Sweep {
  readonly #dataSource: DataSource;
  readonly #bells: Bells;
  readonly #triesApart: number;

  constructor(
    dataSource: DataSource,
    bells: Bells,
    { maxIntervalSeconds }: Pick<Retries, 'maxIntervalSeconds'>,
  ) {
    this.#dataSource = dataSource;
    this.#bells = bells;
    this.#triesApart = ATTEMPT_SECONDS + SPREAD * maxIntervalSeconds + GRACE_SECONDS;
  }

  /** One pass. Answers how many it rang. */
  async pass(): Promise<number> {
    const runs = await this.#dataSource.query<Array<{ id: string }>>(OVERDUE_RUNS);
    const processes = await this.#dataSource.query<Array<{ id: string; kind: ProcessKind }>>(
      OVERDUE_PROCESSES,
      [this.#triesApart],
    );
    const found: Found[] = [
      ...runs.map(({ id }) => ({ kind: 'run', id, target: runBell(id) })),
      ...processes.map(({ id, kind }) => ({ kind, id, target: processBell(kind, id) })),
    ];
    return this.#ringAll(found, ({ kind, id }) =>
      this.#dataSource.query(
        `INSERT INTO sweep_findings (organization_id, kind, subject_id)
         SELECT COALESCE((SELECT organization_id FROM runs WHERE id = $2::uuid),
                         (SELECT organization_id FROM processes WHERE id = $2::uuid)), $1, $2::text
          WHERE NOT EXISTS (SELECT 1 FROM sweep_findings
                             WHERE subject_id = $2::text AND at > clock_timestamp() - interval '5 minutes')`,
        [kind, id],
      ),
    );
  }

  /** Starts processes that no request could start. Part of the normal way, so nothing is counted. */
  async startUnbegun(): Promise<boolean> {
    const rows = await this.#dataSource.query<Array<{ id: string; kind: ProcessKind }>>(UNBEGUN);
    await this.#ringAll(rows.map(({ id, kind }) => ({ kind, id, target: processBell(kind, id) })));
    return false;
  }

  /**
   * One that cannot be rung does not keep the others from being rung, and comes behind them the next time. While Temporal
   * is away nothing counts as an attempt.
   *
   * @throws the last failure, for the log
   */
  async #ringAll(found: readonly Found[], afterwards?: (rung: Found) => Promise<unknown>): Promise<number> {
    let rung = 0;
    let failure: unknown = null;
    let doubtful: Found[] = [];
    for (const one of found) {
      try {
        await this.#bells.ring(one.target);
      } catch (error) {
        failure = error;
        doubtful.push(one);
        if (doubtful.length < DOUBT_AFTER) continue;
        if (!(await this.#bells.answers())) throw failure;
        doubtful = await this.#countAll(doubtful);
        continue;
      }
      rung++;
      doubtful = await this.#countAll([...doubtful, one]);
      await afterwards?.(one);
    }
    if (doubtful.length > 0 && (await this.#bells.answers())) await this.#countAll(doubtful);
    if (failure) throw failure;
    return rung;
  }

  /** Notes an attempt of each; a turn that gets somewhere, or a workflow that is there, forgets them. */
  async #countAll(tried: readonly Found[]): Promise<Found[]> {
    for (const { kind, id } of tried)
      await this.#dataSource.query(
        `UPDATE ${kind === 'run' ? 'runs' : 'processes'}
            SET sweep_attempts = sweep_attempts + 1, sweep_at = clock_timestamp() + ${NEXT_SWEEP} WHERE id = $1`,
        [id],
      );
    return [];
  }
}
