import { Injectable } from '@nestjs/common';
import {
  type ProgressSubject,
  RunClock,
  completeEnrollment,
  lockEnrollment,
  readFacts,
  recordEvent,
  refreshProgress,
} from '@gradus/database';
import { topics } from '@gradus/events';
import { AFTER_EVERYTHING, completionGaps } from '@gradus/flow';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { CourseIncompleteError, EnrollmentNotActiveError } from './course-errors.ts';
import { requireOpenModule } from './open-module.ts';
import { missingLines } from './progress-view.ts';
import { ProgressQueries } from './progress.queries.ts';

/** What a learner says is done. Saying it twice is saying it once. */
@Injectable()
export class CompletionService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: ProgressQueries,
    private readonly announcer: Announcer,
  ) {}

  async completeLesson(caller: Caller, courseId: string, lessonId: string): Promise<void> {
    await this.#record(caller, courseId, async (manager, enrollment, courseVersionId) => {
      const lesson = found(
        await lessonOf(manager, caller.organizationId, courseVersionId, lessonId),
        'lesson',
      );
      const clock = new RunClock(enrollment.enrolledAt, enrollment.speed);
      await requireOpenModule(
        manager,
        enrollment.id,
        { id: lesson.module_id, title: lesson.module_title },
        clock,
      );
      const added = await manager.query<unknown[]>(
        `INSERT INTO lesson_progress (organization_id, enrollment_id, lesson_id) VALUES ($1, $2, $3)
         ON CONFLICT (enrollment_id, lesson_id) DO NOTHING RETURNING id`,
        [caller.organizationId, enrollment.id, lessonId],
      );
      if (added.length === 0) return;
      await recordEvent(manager, {
        ...subjectOf(enrollment),
        type: 'lesson.completed',
        key: `lesson.completed:${enrollment.id}:${lessonId}`,
        data: { module: lesson.module_key, lesson: lesson.key },
      });
      await refreshProgress(manager, enrollment);
    });
  }

  /** @throws CourseIncompleteError with what is missing */
  async completeCourse(caller: Caller, courseId: string): Promise<void> {
    await this.#record(caller, courseId, async (manager, enrollment) => {
      const clock = new RunClock(enrollment.enrolledAt, enrollment.speed);
      const gaps = completionGaps(await readFacts(manager, enrollment.id, clock), AFTER_EVERYTHING);
      if (gaps.length > 0) throw new CourseIncompleteError(missingLines(gaps));
      await completeEnrollment(manager, enrollment);
    });
  }

  /** Runs `change` under the lock of the caller's enrollment, then tells screens and router. */
  async #record(
    caller: Caller,
    courseId: string,
    change: (manager: EntityManager, enrollment: ProgressSubject, courseVersionId: string) => Promise<void>,
  ): Promise<void> {
    const { organizationId, userId } = caller;
    const enrollmentId = await this.dataSource.transaction(async (manager) => {
      const own = found(
        await this.queries.enrollment(manager, { organizationId, courseId, userId }),
        'enrollment',
      );
      const enrollment = found(await lockEnrollment(manager, own.id), 'enrollment');
      const [{ state }] = await manager.query<[{ state: string }]>(
        'SELECT state FROM enrollments WHERE id = $1 AND organization_id = $2',
        [own.id, organizationId],
      );
      if (state !== 'active' && state !== 'completed') throw new EnrollmentNotActiveError(state);
      await change(manager, enrollment, own.course_version_id);
      return own.id;
    });
    await this.announcer.announce([topics.enrollment(enrollmentId), topics.course(courseId), topics.outbox]);
  }
}

const subjectOf = ({ id, organizationId, userId, courseId }: ProgressSubject) => ({
  organizationId,
  userId,
  courseId,
  enrollmentId: id,
});

async function lessonOf(
  manager: EntityManager,
  organizationId: string,
  courseVersionId: string,
  lessonId: string,
): Promise<{ key: string; module_id: string; module_key: string; module_title: string } | undefined> {
  const [row] = await manager.query<
    Array<{ key: string; module_id: string; module_key: string; module_title: string }>
  >(
    `SELECT l.key, m.id AS module_id, m.key AS module_key, m.title AS module_title
       FROM lessons l JOIN modules m ON m.id = l.module_id
      WHERE l.id = $3 AND l.course_version_id = $2 AND l.organization_id = $1`,
    [organizationId, courseVersionId, lessonId],
  );
  return row;
}
