import { Injectable } from '@nestjs/common';
import type { CourseProgress } from '@gradus/contracts';
import { AppConfig } from '@gradus/config';
import { RunClock, readFacts } from '@gradus/database';
import { completionGaps, factsAt } from '@gradus/flow';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found, isStaff } from '../access/ownership.ts';
import { type EnrollmentRow, type ModuleRow, ProgressQueries } from './progress.queries.ts';
import { credentialView, missingLines, moduleView, paymentView } from './progress-view.ts';

/** A course as one learner has it: what is open, when the rest opens and why, what is missing. */
@Injectable()
export class ProgressService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: ProgressQueries,
    private readonly config: AppConfig,
  ) {}

  /** The caller's own, or for staff anybody's by enrollment id. One snapshot, so that all of it agrees. */
  read(caller: Caller, courseId: string, enrollmentId?: string): Promise<CourseProgress> {
    const { organizationId, userId } = caller;
    const whose = enrollmentId && isStaff(caller) ? { enrollmentId } : { userId };
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const row = found(
        await this.queries.enrollment(manager, { organizationId, courseId, ...whose }),
        'enrollment',
      );
      const modules = await this.queries.modules(manager, organizationId, row.id);
      const clock = new RunClock(row.enrolled_at, row.speed);
      const facts = await readFacts(manager, row.id, clock);
      const now = clock.toVirtual(row.now);
      const view = factsAt(facts, now);
      return {
        ...this.#head(row, clock),
        phases: phasesOf(modules),
        modules: modules.map((module) => moduleView(module, view, clock, { zone: caller.timeZone, now })),
        missing: missingLines(completionGaps(facts, now)),
      };
    });
  }

  #head(row: EnrollmentRow, clock: RunClock): Omit<CourseProgress, 'phases' | 'modules' | 'missing'> {
    const onClock = (at: Date) => new Date(clock.toVirtual(at)).toISOString();
    return {
      enrollmentId: row.id,
      courseId: row.course_id,
      courseTitle: row.course_title,
      state: row.state,
      endedReason: row.state === 'revoked' ? row.ended_reason : null,
      enrolledAt: onClock(row.enrolled_at),
      completedAt: row.completed_at && onClock(row.completed_at),
      progress: Number(row.progress),
      simulated: row.simulated,
      speed: row.speed,
      virtualNow: onClock(row.now),
      timeZone: row.learner_zone,
      payment: paymentView(row),
      credential: credentialView(row, this.config.api.publicUrl),
    };
  }
}

function phasesOf(modules: ModuleRow[]): Array<{ key: string; title: string }> {
  const titles = new Map(modules.map(({ phase_key, phase_title }) => [phase_key, phase_title]));
  return [...titles].map(([key, title]) => ({ key, title }));
}
