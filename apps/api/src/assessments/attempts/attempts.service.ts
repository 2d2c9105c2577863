import { Injectable } from '@nestjs/common';
import type { AllowAttempt, AttemptAllowed, SpentAssignments } from '@gradus/contracts';
import { lockEnrollment } from '@gradus/database';
import { topics } from '@gradus/events';
import { DataSource } from 'typeorm';
import type { Caller } from '../../access/caller.ts';
import { found } from '../../access/ownership.ts';
import { Announcer } from '../../announcing/announcer.ts';
import { recordAudit } from '../../audit/record-audit.ts';
import { AttemptNotNeededError } from './attempt-errors.ts';
import { AttemptsQueries, type UsedRow } from './attempts.queries.ts';

/** What staff can do for a learner who has used every attempt without passing. */
@Injectable()
export class AttemptsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: AttemptsQueries,
    private readonly announcer: Announcer,
  ) {}

  /** Empty for those who cannot hand in anything at all. */
  async spent({ organizationId }: Caller, enrollmentId: string): Promise<SpentAssignments> {
    const { manager } = this.dataSource;
    const state = found(await this.queries.seatState(manager, organizationId, enrollmentId), 'enrollment');
    const rows = state === 'active' ? await this.queries.spent(manager, organizationId, enrollmentId) : [];
    return { enrollmentId, items: rows.map(toItem) };
  }

  /**
   * One attempt more, for one learner. Whoever has one left gets no second one. What a journey has decided by the grades of
   * before stays decided.
   *
   * @throws AttemptNotNeededError
   */
  async allow(
    { organizationId, userId: actorId }: Caller,
    enrollmentId: string,
    { assessmentId, reason }: AllowAttempt,
  ): Promise<AttemptAllowed> {
    const { used, allowed } = await this.dataSource.transaction('READ COMMITTED', async (manager) => {
      found(await this.queries.seatState(manager, organizationId, enrollmentId), 'enrollment');
      await lockEnrollment(manager, enrollmentId);
      const work = found(
        await this.queries.used(manager, organizationId, enrollmentId, assessmentId),
        'assessment',
      );
      requireUse(work);
      if (work.used < work.allowed) return { used: work, allowed: false };
      await this.queries.allowOneMore(manager, organizationId, enrollmentId, assessmentId);
      const which = work.allowed + 1;
      await this.queries.tell(manager, organizationId, enrollmentId, { ...work, which });
      await recordAudit(manager, {
        organizationId,
        actorId,
        action: 'attempt.allow',
        subjectKind: 'enrollment',
        subjectId: enrollmentId,
        reason,
        data: { assessment: assessmentId, attempt: which },
      });
      return { used: { ...work, allowed: which }, allowed: true };
    });
    if (allowed)
      await this.announcer.announce([
        topics.enrollment(enrollmentId),
        topics.course(used.course_id),
        topics.post,
      ]);
    const notice = allowed
      ? `They may hand in “${used.title}” once more, and are told so.`
      : `They have an attempt left at “${used.title}” already.`;
    return { enrollmentId, assessmentId, allowed, attemptsLeft: used.allowed - used.used, notice };
  }
}

function requireUse({ state, passed, used, allowed, under_way: underWay }: UsedRow): void {
  if (state !== 'active') throw new AttemptNotNeededError('not-studying');
  if (passed) throw new AttemptNotNeededError('passed');
  if (underWay && used >= allowed) throw new AttemptNotNeededError('being-graded');
}

function toItem(row: UsedRow): SpentAssignments['items'][number] {
  return {
    assessmentId: row.id,
    title: row.title,
    moduleTitle: row.module_title,
    position: row.position,
    attemptsUsed: row.used,
    percentage: row.best === null ? null : Number(row.best),
    passPercentage: Number(row.pass_percentage),
  };
}
