import { Injectable } from '@nestjs/common';
import type { EnrollmentState } from '@gradus/contracts';
import { openProcess, recordEvent, reopenSeat } from '@gradus/database';
import type { EntityManager } from 'typeorm';
import { EnrollmentEndedError } from './enrollment-errors.ts';

export interface CourseOnOffer {
  id: string;
  title: string;
  price: string | null;
  currency: string;
  published_version_id: string | null;
}

export interface Seat {
  id: string;
  state: EnrollmentState;
  /** False: it was there already. */
  created: boolean;
  /** It had been taken back, and goes on where it was left. */
  takenUp: boolean;
  /** Of `enrollLearner`. */
  processId: string;
}

export interface NewSeat {
  organizationId: string;
  userId: string;
  course: CourseOnOffer;
  source: 'free' | 'order' | 'grant' | 'subscription';
  speed: number;
  simulated: boolean;
}

interface LostSeat {
  id: string;
  simulated: boolean;
  source: NewSeat['source'];
  ended_by_staff: boolean;
}

/** A checkout as it stands. */
export interface Checkout {
  orderState: 'pending' | 'paid' | 'cancelled' | 'refunded';
  url: string | null;
}

@Injectable()
export class EnrollmentsQueries {
  async course(
    manager: EntityManager,
    organizationId: string,
    courseId: string,
  ): Promise<CourseOnOffer | undefined> {
    const [row] = await manager.query<CourseOnOffer[]>(
      'SELECT id, title, price, currency, published_version_id FROM courses WHERE id = $1 AND organization_id = $2',
      [courseId, organizationId],
    );
    return row;
  }

  /**
   * Takes a seat, or finds the one this person has: a unique index decides, so however many ask at once, there is one.
   * A new seat comes with the row of its process and the fact that it was asked for.
   */
  async takeSeat(manager: EntityManager, seat: NewSeat): Promise<Seat> {
    const { organizationId, userId, course, source, speed, simulated } = seat;
    const takenUp = await this.#takeUp(manager, seat);
    if (takenUp) return takenUp;
    const [created] = await manager.query<Array<{ id: string }>>(
      `INSERT INTO enrollments (organization_id, user_id, course_id, course_version_id, state, source, speed, simulated)
       VALUES ($1, $2, $3, $4, 'pending', $5, $6, $7)
       ON CONFLICT (user_id, course_id) WHERE state IN ('invited','pending','active','paused','completed')
       DO NOTHING RETURNING id`,
      [organizationId, userId, course.id, course.published_version_id, source, speed, simulated],
    );
    if (!created) return this.#ownSeat(manager, seat);
    await recordEvent(manager, {
      organizationId,
      type: 'enrollment.started',
      key: `enrollment.started:${created.id}`,
      userId,
      enrollmentId: created.id,
      courseId: course.id,
    });
    const processId = await openProcess(manager, {
      organizationId,
      kind: 'enrollLearner',
      subjectId: created.id,
      simulated,
    });
    return { id: created.id, state: 'pending', created: true, takenUp: false, processId };
  }

  /**
   * Whoever lost a place and gets one again goes on in it, with all that was done there: by whatever way it comes, there is
   * one place for a person in a course. In a course that costs nothing, one that staff have ended, or a free one that was
   * taken back, is the school's to give again.
   *
   * @throws EnrollmentEndedError
   */
  async #takeUp(manager: EntityManager, seat: NewSeat): Promise<Seat | null> {
    const { organizationId, userId, course, source } = seat;
    const [lost] = await manager.query<Array<LostSeat>>(
      `SELECT id, simulated, source, ended_by_staff FROM enrollments e
        WHERE organization_id = $1 AND user_id = $2 AND course_id = $3 AND state = 'revoked' AND NOT EXISTS (
              SELECT 1 FROM enrollments o WHERE o.user_id = $2 AND o.course_id = $3
                 AND o.state IN ('invited','pending','active','paused','completed'))
        ORDER BY created_at DESC LIMIT 1`,
      [organizationId, userId, course.id],
    );
    if (!lost) return null;
    if (source === 'free' && (lost.ended_by_staff || lost.source === 'free'))
      throw new EnrollmentEndedError();
    const [, count] = await manager.query<[unknown[], number]>(
      `UPDATE enrollments SET state = 'pending', source = $2, ended_reason = NULL, reopened = reopened + 1
        WHERE id = $1 AND state = 'revoked'`,
      [lost.id, source],
    );
    if (count === 0) return null;
    const { id, simulated } = lost;
    const processId = await reopenSeat(manager, { organizationId, enrollmentId: id, simulated });
    return { id, state: 'pending', created: false, takenUp: true, processId };
  }

  async #ownSeat(manager: EntityManager, wanted: NewSeat): Promise<Seat> {
    const { organizationId, userId, course } = wanted;
    const [row] = await manager.query<Array<{ id: string; state: EnrollmentState; simulated: boolean }>>(
      `SELECT id, state, simulated FROM enrollments WHERE organization_id = $1 AND user_id = $2 AND course_id = $3
          AND state IN ('invited','pending','active','paused','completed') FOR NO KEY UPDATE`,
      [organizationId, userId, course.id],
    );
    // It can only be missing when it ended between the two statements: then asking again is right.
    if (!row) return this.takeSeat(manager, wanted);
    const processId = await openProcess(manager, {
      organizationId,
      kind: 'enrollLearner',
      subjectId: row.id,
      simulated: row.simulated,
    });
    return { id: row.id, state: row.state, created: false, takenUp: false, processId };
  }

  async openOrder(manager: EntityManager, enrollmentId: string, seat: NewSeat): Promise<void> {
    await manager.query(
      `INSERT INTO orders (organization_id, enrollment_id, user_id, course_id, amount, currency, state)
       VALUES ($1, $2, $3, $4, $5, $6, 'pending') ON CONFLICT (enrollment_id) WHERE state = 'pending' DO NOTHING`,
      [
        seat.organizationId,
        enrollmentId,
        seat.userId,
        seat.course.id,
        seat.course.price,
        seat.course.currency,
      ],
    );
  }

  /**
   * An order whose checkout lapsed (its process has ended, or gave up) is taken up again: another round of the process.
   * Answers the process to ring, or null when nothing is to be taken up.
   */
  async reopenOrder(
    manager: EntityManager,
    organizationId: string,
    enrollmentId: string,
  ): Promise<string | null> {
    const [rows] = await manager.query<[Array<{ id: string }>, number]>(
      `UPDATE processes p
          SET state = 'open', round = p.round + 1, wake_at = clock_timestamp(), outcome = NULL, ended_at = NULL,
              problem_code = NULL, problem_detail = NULL
         FROM orders o
        WHERE o.enrollment_id = $2 AND o.organization_id = $1 AND o.state = 'pending'
          AND p.kind = 'runSubscription' AND p.subject_id = o.id AND p.organization_id = $1 AND p.state <> 'open'
        RETURNING p.id`,
      [organizationId, enrollmentId],
    );
    return rows[0]?.id ?? null;
  }

  /** The process of an order whose checkout has lapsed without anybody having noticed yet. */
  async lapsedOrder(
    manager: EntityManager,
    organizationId: string,
    enrollmentId: string,
  ): Promise<string | null> {
    const [row] = await manager.query<Array<{ id: string }>>(
      `SELECT p.id FROM orders o JOIN processes p ON p.kind = 'runSubscription' AND p.subject_id = o.id
        WHERE o.enrollment_id = $2 AND o.organization_id = $1 AND o.state = 'pending' AND p.state = 'open'
          AND o.checkout_expires_at <= clock_timestamp()`,
      [organizationId, enrollmentId],
    );
    return row?.id ?? null;
  }

  async checkout(
    manager: EntityManager,
    organizationId: string,
    enrollmentId: string,
  ): Promise<Checkout | undefined> {
    const [row] = await manager.query<Checkout[]>(
      `SELECT state AS "orderState",
              CASE WHEN checkout_expires_at IS NULL OR checkout_expires_at > clock_timestamp()
                   THEN checkout_url END AS url
         FROM orders WHERE enrollment_id = $2 AND organization_id = $1 ORDER BY created_at DESC LIMIT 1`,
      [organizationId, enrollmentId],
    );
    return row;
  }

  async stateOf(
    manager: EntityManager,
    organizationId: string,
    enrollmentId: string,
  ): Promise<EnrollmentState> {
    const [row] = await manager.query<[{ state: EnrollmentState }]>(
      'SELECT state FROM enrollments WHERE id = $2 AND organization_id = $1',
      [organizationId, enrollmentId],
    );
    return row.state;
  }
}
