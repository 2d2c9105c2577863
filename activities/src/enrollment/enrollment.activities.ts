import type { EntityManager } from 'typeorm';
import type { ProcessInput, Retries } from '@gradus/contracts';
import { activateEnrollment, lockEnrollment, openProcess, recordEvent } from '@gradus/database';
import { topics } from '@gradus/events';
import { processBell, runBell } from '@gradus/temporal';
import type { ActivityParts } from '../activity-parts.ts';
import { type ProcessRow, attend, endProcess } from '../processes/process-row.ts';

/** An unpaid seat is kept this long. */
const SEAT_KEPT_DAYS = 14;

/** What an enrollment still lacks. */
export interface Seat {
  next: 'pay' | 'activate' | 'release' | 'end';
  /** While paying: look again after this long even if nobody rings. */
  waitMs: number;
  retries: Retries;
}

interface SeatRow {
  state: string;
  source: 'free' | 'order' | 'grant' | 'subscription';
  order_id: string | null;
  order_state: string | null;
  /** A checkout that can still be paid, or of whose end the provider has not been asked yet. */
  payable: boolean;
  overdue: boolean;
}

async function readSeat(parts: ActivityParts, enrollmentId: string): Promise<SeatRow | undefined> {
  const [row] = await parts.dataSource.query<SeatRow[]>(
    `SELECT e.state, e.source, o.id AS order_id, o.state AS order_state,
            COALESCE(o.state = 'pending' AND o.session_id IS NOT NULL, false) AS payable,
            CASE e.reopened WHEN 0 THEN e.created_at ELSE COALESCE(o.created_at, e.created_at) END < clock_timestamp() - make_interval(days => ${SEAT_KEPT_DAYS}) AS overdue
       FROM enrollments e
       LEFT JOIN LATERAL (SELECT * FROM orders WHERE enrollment_id = e.id ORDER BY created_at DESC LIMIT 1) o ON true
      WHERE e.id = $1`,
    [enrollmentId],
  );
  return row;
}

/** Enrolling: seat, payment, right, journey. Every activity reads its rows first, so each may be repeated. */
export function enrollmentActivities(parts: ActivityParts) {
  const look = (enrollmentId: string) => readSeat(parts, enrollmentId);

  return {
    /** Where the enrollment stands and what comes next. Reads only. */
    async lookAtSeat({ processId }: ProcessInput): Promise<Seat> {
      const process = await attend(parts.dataSource, processId, 3_600_000);
      const row = await look(process.subjectId);
      const seat = (next: Seat['next']): Seat => ({ next, waitMs: 3_600_000, retries: parts.retries });
      if (process.state === 'ended') return seat('end');
      if (!row || !['pending', 'invited', 'active'].includes(row.state)) {
        await endProcess(parts.dataSource, processId, 'nothing left to do');
        return seat('end');
      }
      if (row.source !== 'order' || row.order_state === 'paid') return seat('activate');
      if (row.order_state === 'cancelled' || (row.overdue && !row.payable)) return seat('release');
      return seat('pay');
    },

    /** Opens the order's own process. Repeating it finds the same row. */
    async openOrder({ processId }: ProcessInput): Promise<void> {
      const process = await attend(parts.dataSource, processId, 3_600_000);
      const row = await look(process.subjectId);
      if (!row?.order_id) throw new Error('This enrollment is to be paid for but has no order.');
      const orderProcess = await openProcess(parts.dataSource.manager, {
        organizationId: process.organizationId,
        kind: 'runSubscription',
        subjectId: row.order_id,
        simulated: process.simulated,
      });
      await parts.bells.tryRing(processBell('runSubscription', orderProcess));
    },

    /** Gives the right and starts the journey, in one transaction; unique rows make the second time a no-op. */
    async activateSeat({ processId }: ProcessInput): Promise<void> {
      const process = await attend(parts.dataSource, processId);
      const activated = await parts.dataSource.transaction('READ COMMITTED', async (manager) => {
        const row = await look(process.subjectId);
        const right = { source: row?.source ?? 'free', ...(row?.order_id ? { orderId: row.order_id } : {}) };
        const result = await activateEnrollment(manager, parts.plans, process.subjectId, right);
        await endProcess(manager, processId, result ? 'enrolled' : 'not wanted any more');
        return result;
      });
      if (!activated) return;
      if (activated.runId) await parts.bells.tryRing(runBell(activated.runId));
      await parts.live.publish([topics.enrollment(activated.enrollmentId)]);
    },

    /**
     * The compensation: an unpaid seat is given back, and the person may enrol again later; one that was to be taken up
     * again is as it was, with what was done in it. Not while its checkout can
     * still be paid: whoever pays is enrolled. The order's own process notices when that is over.
     */
    async releaseSeat({ processId }: ProcessInput): Promise<void> {
      const process = await attend(parts.dataSource, processId);
      await parts.dataSource.transaction('READ COMMITTED', async (manager) => {
        await lockEnrollment(manager, process.subjectId);
        if (await isPayable(manager, process.subjectId)) return;
        const [rows] = await manager.query<[Released[], number]>(
          `UPDATE enrollments SET state = CASE reopened WHEN 0 THEN 'expired' ELSE 'revoked' END,
                  ended_reason = CASE reopened WHEN 0 THEN ended_reason ELSE 'It was not paid for again.' END
            WHERE id = $1 AND state = 'pending' RETURNING user_id, course_id, reopened`,
          [process.subjectId],
        );
        const [row] = rows;
        if (row) await recordRelease(manager, process, row);
        await endProcess(manager, processId, 'released');
      });
      await parts.live.publish([topics.enrollment(process.subjectId)]);
    },
  };
}

async function isPayable(manager: EntityManager, enrollmentId: string): Promise<boolean> {
  const [order] = await manager.query<Array<{ payable: boolean }>>(
    `SELECT state = 'pending' AND session_id IS NOT NULL AS payable FROM orders
      WHERE enrollment_id = $1 ORDER BY created_at DESC LIMIT 1 FOR NO KEY UPDATE`,
    [enrollmentId],
  );
  return order?.payable ?? false;
}

interface Released {
  user_id: string;
  course_id: string;
  reopened: number;
}

/** The seat is free again and the order is off: two facts of one moment. */
async function recordRelease(manager: EntityManager, process: ProcessRow, row: Released): Promise<void> {
  const again = row.reopened === 0 ? '' : `:${row.reopened}`;
  const about = {
    organizationId: process.organizationId,
    userId: row.user_id,
    enrollmentId: process.subjectId,
    courseId: row.course_id,
  };
  const [, cancelled] = await manager.query<[unknown[], number]>(
    `UPDATE orders SET state = 'cancelled', checkout_url = NULL WHERE enrollment_id = $1 AND state = 'pending'`,
    [process.subjectId],
  );
  await recordEvent(manager, {
    ...about,
    type: 'enrollment.cancelled',
    key: `enrollment.cancelled:${process.subjectId}${again}`,
  });
  if (cancelled === 1)
    await recordEvent(manager, {
      ...about,
      type: 'payment.cancelled',
      key: `payment.cancelled:${process.subjectId}${again}`,
    });
}
