import { setTimeout as pause } from 'node:timers/promises';
import { DEMO_PASSWORD, type WorkList } from '@gradus/contracts';
import { ApiRefusedError, LearnerApi } from '../../../stand-ins/src/simulated-learner/api.ts';
import type { Line } from '../history/line.ts';
import { setFault } from '../kill/phases/phase.ts';
import type { Ending } from '../stage/ending.ts';
import type { Stage } from '../stage/stage.ts';

/** Of each leaver's price so many parts are asked back at the same moment, of which each is two fifths. */
const WISHES = 6;
const PART = 0.4;
const LOOK_MS = 1_000;
/** The bank refuses refunds for a while, then for longer it takes them. */
const REFUSES_MS = 8_000;
const TAKES_MS = 12_000;

/**
 * Staff while everything dies: a bank refuses refunds now and then, so that runs and refunds stand still; the office looks at
 * its list, retries what is blocked there, and lets people go with all their money. Every order is written down.
 */
export class Office {
  /** Runs that stood still, and whether the list had them. */
  readonly stood = new Map<string, boolean>();
  readonly #stage: Stage;
  readonly #ending: Ending;
  readonly #log: (line: Line) => void;
  readonly #api: LearnerApi;
  readonly #gone = new Set<string>();
  #orders = 0;
  #bankRefuses = false;

  constructor(stage: Stage, ending: Ending, log: (line: Line) => void) {
    this.#stage = stage;
    this.#ending = ending;
    this.#log = log;
    this.#api = new LearnerApi(stage.apiUrl, { email: 'ops@gradus.local', password: DEMO_PASSWORD });
  }

  /** Works until `over`. `calm`: the bank refuses nothing any more, once it has made somebody stand still. */
  async work(
    { userIds, leavers }: { userIds: readonly string[]; leavers: readonly string[] },
    { calm, over }: { calm: () => boolean; over: () => boolean },
  ): Promise<void> {
    const begun = Date.now();
    for (; !over() && !this.#ending.over; await pause(LOOK_MS)) {
      const inTurn = (Date.now() - begun) % (REFUSES_MS + TAKES_MS);
      const tame = calm() && this.stood.size > 0;
      await this.#bank(!tame && inTurn > TAKES_MS).catch(() => {});
      await this.#letGo(leavers).catch(() => {});
      if (!this.#bankRefuses) await this.#repair(userIds).catch(() => {});
    }
    await this.#bank(false).catch(() => {});
  }

  async #bank(refuses: boolean): Promise<void> {
    if (refuses === this.#bankRefuses) return;
    await setFault(this.#stage.paymentsUrl, { refundsFail: refuses });
    this.#bankRefuses = refuses;
  }

  /** Whoever stands still before and after the look at the list has to be in it. */
  async #repair(userIds: readonly string[]): Promise<void> {
    const before = await this.#blocked(userIds);
    const { groups } = await this.#api.get<WorkList>('/api/work-list');
    const after = new Set(await this.#blocked(userIds));
    const blocked = groups.filter(
      ({ state, kind }) => state === 'blocked' && (kind === 'run' || kind === 'process'),
    );
    const runs = blocked.filter(({ kind }) => kind === 'run');
    const shown = new Set(runs.flatMap(({ samples }) => samples.map(({ runId }) => runId)));
    // The list shows samples and counts: when it counts them all, all are in it.
    const all = runs.reduce((sum, { count }) => sum + count, 0) >= before.length;
    for (const runId of before.filter((id) => after.has(id)))
      this.stood.set(runId, this.stood.get(runId) === true || all || shown.has(runId));
    for (const { groupId, kind } of blocked) {
      const reason = `The bank takes refunds again, order ${++this.#orders}.`;
      const path = `/api/work-list/${encodeURIComponent(groupId)}/retry`;
      await this.#order(`work.retry-${kind} ${groupId} ${reason}`, async () => {
        const { retried } = await this.#api.post<{ retried: number }>(
          path,
          { reason },
          `retry-${this.#orders}`,
        );
        return retried > 0;
      });
    }
  }

  async #blocked(userIds: readonly string[]): Promise<string[]> {
    const { rows } = await this.#stage.db.query<{ id: string }>(
      `SELECT DISTINCT r.id FROM runs r JOIN step_runs s ON s.run_id = r.id
        WHERE r.user_id = ANY($1::uuid[]) AND s.state = 'blocked'`,
      [userIds],
    );
    return rows.map(({ id }) => id);
  }

  /** Those of the leavers whose second week is open ask for more of their money than there is, all at once. */
  async #letGo(leavers: readonly string[]): Promise<void> {
    const { rows } = await this.#stage.db.query<{ id: string; minor: number }>(
      `SELECT o.id, (o.amount * 100)::int AS minor FROM orders o
        WHERE o.user_id = ANY($1::uuid[]) AND o.state = 'paid' AND (SELECT count(*) FROM module_unlocks u
              WHERE u.enrollment_id = o.enrollment_id AND u.unlock_at <= clock_timestamp()) >= 2`,
      [leavers],
    );
    for (const { id, minor } of rows.filter((order) => !this.#gone.has(order.id))) {
      this.#gone.add(id);
      await Promise.all(
        Array.from({ length: WISHES }, (_, at) => {
          const reason = `Leaves the course, wish ${at + 1}.`;
          const wish = { amountMinor: Math.ceil(minor * PART), endAccess: true, reason };
          const path = `/api/payments/order/${id}/refund`;
          return this.#order(`payment.refund ${id} ${reason}`, async () => {
            await this.#api.post(path, wish, `leave-${id}-${at}`);
            return true;
          });
        }),
      );
    }
  }

  async #order(change: string, act: () => Promise<boolean>): Promise<void> {
    const t0 = Date.now();
    const result = await act().then(
      (granted) => (granted ? ('ok' as const) : ('fail' as const)),
      (error: unknown) => (error instanceof ApiRefusedError ? ('fail' as const) : ('unknown' as const)),
    );
    this.#log({ t0, t1: Date.now(), process: 'office', op: 'order', key: change, args: {}, result });
  }
}
