import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EnrollByHand, EnrollmentStarted } from '@gradus/contracts';
import { Plans, activateEnrollment } from '@gradus/database';
import { topics } from '@gradus/events';
import { type BellTarget, processBell, runBell } from '@gradus/temporal';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { SystemMails } from '../identity/accounts/system-mails.ts';
import { Passwords } from '../identity/logins/passwords.ts';
import { CourseNotPublishedError } from './enrollment-errors.ts';
import { type CourseOnOffer, EnrollmentsQueries, type Seat } from './enrollments.queries.ts';
import { findOrCreatePerson } from './new-person.ts';

/** Staff enrol somebody without payment. Whoever is unknown gets an account and a mail to choose a password. */
@Injectable()
export class EnrollmentByHandService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: EnrollmentsQueries,
    private readonly passwords: Passwords,
    private readonly mails: SystemMails,
    private readonly plans: Plans,
    private readonly announcer: Announcer,
  ) {}

  async enroll(caller: Caller, courseId: string, request: EnrollByHand): Promise<EnrollmentStarted> {
    const { organizationId } = caller;
    const passwordHash = await this.passwords.hash(randomBytes(32).toString('base64url'));
    const { seat, rings } = await this.dataSource.transaction(async (manager) => {
      const course = found(await this.queries.course(manager, organizationId, courseId), 'course');
      if (!course.published_version_id) throw new CourseNotPublishedError();
      const person = await findOrCreatePerson(manager, {
        organizationId,
        email: request.email,
        name: request.name ?? request.email.split('@')[0]!,
        timeZone: caller.timeZone,
        passwordHash,
        simulated: false,
        verified: false,
      });
      const taken = await this.queries.takeSeat(manager, {
        organizationId,
        userId: person.userId,
        course,
        source: 'grant',
        speed: 1,
        simulated: false,
      });
      const fresh = taken.created || taken.state === 'pending';
      const journey = fresh
        ? await this.#grant(manager, caller, { request, course, person, seat: taken })
        : [];
      return { seat: taken, rings: [processBell('enrollLearner', taken.processId), ...journey] };
    });
    await this.announcer.announce(
      [topics.enrollment(seat.id), topics.course(courseId), topics.outbox],
      ...rings,
    );
    const state = await this.queries.stateOf(this.dataSource.manager, organizationId, seat.id);
    return { enrollmentId: seat.id, state, checkoutUrl: null };
  }

  async #grant(
    manager: EntityManager,
    caller: Caller,
    about: {
      request: EnrollByHand;
      course: CourseOnOffer;
      person: { userId: string; created: boolean };
      seat: Seat;
    },
  ): Promise<BellTarget[]> {
    const { request, course, person, seat } = about;
    const { organizationId, userId: actorId } = caller;
    // Whoever was about to pay need not any more.
    await manager.query(
      `WITH seat AS (UPDATE enrollments SET source = 'grant' WHERE id = $2 AND organization_id = $1 RETURNING id)
       UPDATE orders SET state = 'cancelled', checkout_url = NULL FROM seat
        WHERE orders.enrollment_id = seat.id AND orders.state = 'pending'`,
      [organizationId, seat.id],
    );
    const activated = await activateEnrollment(manager, this.plans, seat.id, {
      source: 'grant',
      givenBy: 'staff',
    });
    await this.mails.enrolledByHand(manager, person.userId, course.title);
    await recordAudit(manager, {
      organizationId,
      actorId,
      action: 'enrollment.by-hand',
      subjectKind: 'enrollment',
      subjectId: seat.id,
      reason: request.reason,
      data: { courseId: course.id, userId: person.userId, newPerson: person.created },
    });
    return activated?.runId ? [runBell(activated.runId)] : [];
  }
}
