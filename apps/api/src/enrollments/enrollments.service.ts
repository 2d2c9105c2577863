import { Injectable } from '@nestjs/common';
import type { EnrollmentStarted } from '@gradus/contracts';
import { Plans, activateEnrollment } from '@gradus/database';
import { topics } from '@gradus/events';
import { type BellTarget, processBell, runBell } from '@gradus/temporal';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found, isStaff } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { CourseNotPublishedError, SpeedRefusedError } from './enrollment-errors.ts';
import { EnrollmentsQueries, type NewSeat, type Seat } from './enrollments.queries.ts';

/** How long an answer waits for the checkout's link; after that the page asks by itself. */
const LINK_WITHIN_MS = 3_000;
const LOOK_EVERY_MS = 100;

/** Enrolling oneself. What is answered is in PostgreSQL; Temporal, Redis and the payment provider may all be away. */
@Injectable()
export class EnrollmentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: EnrollmentsQueries,
    private readonly plans: Plans,
    private readonly announcer: Announcer,
  ) {}

  /** Free: active at once, week 1 open. Priced: a seat and an order; the link to pay follows within moments. */
  async start(caller: Caller, courseId: string, speed = 1): Promise<EnrollmentStarted> {
    if (speed !== 1 && !isStaff(caller) && !caller.simulated) throw new SpeedRefusedError();
    const { seat, rings } = await this.dataSource.transaction((manager) =>
      this.#book(manager, caller, courseId, speed),
    );
    if (seat.created || seat.state === 'pending') await this.#announce(courseId, seat, rings);
    const payable = await this.queries.checkout(this.dataSource.manager, caller.organizationId, seat.id);
    const checkoutUrl = payable?.orderState === 'pending' ? await this.#linkOf(caller, seat) : null;
    const state = await this.queries.stateOf(this.dataSource.manager, caller.organizationId, seat.id);
    return { enrollmentId: seat.id, state, checkoutUrl };
  }

  async #book(
    manager: EntityManager,
    { organizationId, userId, simulated }: Caller,
    courseId: string,
    speed: number,
  ): Promise<{ seat: Seat; rings: BellTarget[] }> {
    const course = found(await this.queries.course(manager, organizationId, courseId), 'course');
    if (!course.published_version_id) throw new CourseNotPublishedError();
    const free = Number(course.price ?? 0) === 0;
    const wanted: NewSeat = {
      organizationId,
      userId,
      course,
      source: free ? 'free' : 'order',
      speed,
      simulated: simulated || speed !== 1,
    };
    const seat = await this.queries.takeSeat(manager, wanted);
    const rings: BellTarget[] = [processBell('enrollLearner', seat.processId)];
    if (!seat.created && !seat.takenUp) return { seat, rings };
    if (free) {
      const activated = await activateEnrollment(manager, this.plans, seat.id, { source: 'free' });
      if (activated?.runId) rings.push(runBell(activated.runId));
    } else await this.queries.openOrder(manager, seat.id, wanted);
    return { seat, rings };
  }

  async #announce(courseId: string, seat: Seat, rings: BellTarget[]): Promise<void> {
    await this.announcer.announce(
      [topics.enrollment(seat.id), topics.course(courseId), topics.outbox],
      ...rings,
    );
  }

  /** The link of the current checkout; a lapsed one is followed by another. Null: not there yet. */
  async #linkOf({ organizationId }: Caller, seat: Seat): Promise<string | null> {
    const { manager } = this.dataSource;
    const until = Date.now() + LINK_WITHIN_MS;
    const lapsed = seat.created ? null : await this.queries.lapsedOrder(manager, organizationId, seat.id);
    if (lapsed) this.announcer.ring(processBell('runSubscription', lapsed));
    for (;;) {
      const checkout = await this.queries.checkout(manager, organizationId, seat.id);
      if (checkout?.url || checkout?.orderState !== 'pending') return checkout?.url ?? null;
      if (Date.now() >= until) return null;
      if (!seat.created) {
        const reopened = await this.queries.reopenOrder(manager, organizationId, seat.id);
        if (reopened) this.announcer.ring(processBell('runSubscription', reopened));
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}
