import { Injectable } from '@nestjs/common';
import type { AccessEnded, EndAccess, EnrollmentState } from '@gradus/contracts';
import { endEntitlement, openProcess, wakeProcess } from '@gradus/database';
import { topics } from '@gradus/events';
import { type BellTarget, processBell } from '@gradus/temporal';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { EnrollmentNotOpenError } from './enrollment-errors.ts';

interface SeatRow {
  state: EnrollmentState;
  course_id: string;
}

/** Staff end somebody's access, and give nothing back: what was done is kept, and nobody goes on paying for it. */
@Injectable()
export class EndAccessService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly announcer: Announcer,
  ) {}

  /**
   * Ending what has ended changes nothing. A place that waits for its payment is no access yet, and taking it away would
   * leave whoever pays this moment without one.
   *
   * @throws EnrollmentNotOpenError
   */
  async end(caller: Caller, enrollmentId: string, { reason }: EndAccess): Promise<AccessEnded> {
    const { organizationId, userId: actorId } = caller;
    const { seat, closed, rings } = await this.dataSource.transaction('READ COMMITTED', async (manager) => {
      const before = await this.#lockSeat(manager, organizationId, enrollmentId);
      if (before.state === 'pending' || before.state === 'invited') throw new EnrollmentNotOpenError();
      const ended = await endEntitlement(manager, { organizationId, enrollmentId, source: 'all', reason });
      if (ended)
        await manager.query(
          'UPDATE enrollments SET ended_by_staff = true WHERE id = $1 AND organization_id = $2',
          [enrollmentId, organizationId],
        );
      const bells = ended ? await stopPaying(manager, organizationId, enrollmentId) : [];
      if (ended)
        await recordAudit(manager, {
          organizationId,
          actorId,
          action: 'enrollment.end-access',
          subjectKind: 'enrollment',
          subjectId: enrollmentId,
          reason,
        });
      const now = await this.#seat(manager, organizationId, enrollmentId);
      return { seat: now, closed: ended, rings: bells };
    });
    if (closed)
      await this.announcer.announce(
        [topics.enrollment(enrollmentId), topics.course(seat.course_id), topics.outbox],
        ...rings,
      );
    const notice = closed
      ? 'Access has ended. What was done is kept, and whoever buys or is given the course again goes on there.'
      : 'There was no access to end.';
    return { enrollmentId, state: seat.state, closed, notice };
  }

  /** Locks in the order of whoever follows a subscription: it first, then the place that it pays for. */
  async #lockSeat(manager: EntityManager, organizationId: string, id: string): Promise<SeatRow> {
    const lock = (table: string, column: string) =>
      manager.query(
        `SELECT 1 FROM ${table} WHERE ${column} = $1 AND organization_id = $2 ORDER BY id FOR NO KEY UPDATE`,
        [id, organizationId],
      );
    await lock('subscriptions', 'enrollment_id');
    await lock('enrollments', 'id');
    return this.#seat(manager, organizationId, id);
  }

  async #seat(manager: EntityManager, organizationId: string, id: string): Promise<SeatRow> {
    const [row] = await manager.query<SeatRow[]>(
      'SELECT state, course_id FROM enrollments WHERE id = $1 AND organization_id = $2',
      [id, organizationId],
    );
    return found(row, 'enrollment');
  }
}

/** Subscriptions that pay for the place end now, and a checkout that is open is closed, each by its own process. */
async function stopPaying(
  manager: EntityManager,
  organizationId: string,
  enrollmentId: string,
): Promise<BellTarget[]> {
  const [subscriptions] = await manager.query<[Array<{ id: string; simulated: boolean }>, number]>(
    `UPDATE subscriptions SET cancel_wanted = 'now'
      WHERE enrollment_id = $1 AND organization_id = $2 AND state <> 'cancelled' AND provider_id IS NOT NULL
      RETURNING id, simulated`,
    [enrollmentId, organizationId],
  );
  const orders = await manager.query<Array<{ id: string }>>(
    `SELECT id FROM orders WHERE enrollment_id = $1 AND organization_id = $2 AND state = 'pending'`,
    [enrollmentId, organizationId],
  );
  const rings: BellTarget[] = [];
  for (const { id, simulated } of subscriptions) {
    const process = { organizationId, kind: 'runSubscription' as const, subjectId: id, simulated };
    rings.push(processBell('runSubscription', await openProcess(manager, process)));
  }
  for (const { id } of orders) {
    const processId = await wakeProcess(manager, 'runSubscription', id);
    if (processId) rings.push(processBell('runSubscription', processId));
  }
  return rings;
}
