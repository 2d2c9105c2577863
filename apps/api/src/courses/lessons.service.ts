import { Injectable } from '@nestjs/common';
import type { LessonDetail } from '@gradus/contracts';
import { RunClock } from '@gradus/database';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found, isStaff } from '../access/ownership.ts';
import { ModuleLockedError } from './course-errors.ts';

interface LessonRow {
  id: string;
  module_id: string;
  module_title: string;
  course_id: string;
  title: string;
  minutes: number;
  markdown: string;
  enrollment_id: string | null;
  enrolled_at: Date | null;
  speed: number | null;
  completed_at: Date | null;
  open: boolean;
  unlock_at: Date | null;
  closed: string | null;
  previous_id: string | null;
  next_id: string | null;
}

/** A lesson with its neighbours in course order. A learner's neighbours are those that are open. */
const LESSON = `
WITH wanted AS (SELECT course_version_id FROM lessons WHERE id = $2 AND organization_id = $1),
own AS (
  SELECT e.id, e.enrolled_at, e.speed FROM enrollments e JOIN wanted w ON w.course_version_id = e.course_version_id
   WHERE e.user_id = $3 AND e.organization_id = $1 AND e.state IN ('active','completed')),
outline AS (
  SELECT l.id, m.title AS module_title, own.id AS enrollment_id, own.enrolled_at, own.speed, mu.unlock_at, mu.closings->-1->>'reason' AS closed,
         COALESCE(mu.unlock_at <= clock_timestamp() AND NOT mu.hold, false) AS open,
         row_number() OVER (ORDER BY m.position, l.position) AS place
    FROM lessons l JOIN wanted w ON w.course_version_id = l.course_version_id
    JOIN modules m ON m.id = l.module_id
    LEFT JOIN own ON true
    LEFT JOIN module_unlocks mu ON mu.module_id = m.id AND mu.enrollment_id = own.id)
SELECT l.id, l.module_id, o.module_title, v.course_id, l.title, l.minutes, l.markdown,
       o.enrollment_id, o.enrolled_at, o.speed, lp.completed_at, o.open, o.unlock_at, o.closed,
       (SELECT n.id FROM outline n WHERE n.place = o.place - 1 AND (n.open OR $4)) AS previous_id,
       (SELECT n.id FROM outline n WHERE n.place = o.place + 1 AND (n.open OR $4)) AS next_id
  FROM lessons l
  JOIN outline o ON o.id = l.id
  JOIN course_versions v ON v.id = l.course_version_id
  LEFT JOIN lesson_progress lp ON lp.lesson_id = l.id AND lp.enrollment_id = o.enrollment_id
 WHERE l.id = $2 AND l.organization_id = $1`;

@Injectable()
export class LessonsService {
  constructor(private readonly dataSource: DataSource) {}

  /** For learners enrolled in that version while its module is open, and for staff. */
  async detail(caller: Caller, lessonId: string): Promise<LessonDetail> {
    const staff = isStaff(caller);
    const [row] = await this.dataSource.query<LessonRow[]>(LESSON, [
      caller.organizationId,
      lessonId,
      caller.userId,
      staff,
    ]);
    const lesson = found(row?.enrollment_id || staff ? row : null, 'lesson');
    const clock = lesson.enrolled_at && new RunClock(lesson.enrolled_at, lesson.speed ?? 1);
    const onClock = (at: Date | null) => (at && clock ? new Date(clock.toVirtual(at)).toISOString() : null);
    if (!lesson.open && !staff)
      throw new ModuleLockedError(lesson.module_title, onClock(lesson.unlock_at), lesson.closed);
    return {
      id: lesson.id,
      moduleId: lesson.module_id,
      courseId: lesson.course_id,
      title: lesson.title,
      minutes: lesson.minutes,
      markdown: lesson.markdown,
      completedAt: onClock(lesson.completed_at),
      previousLessonId: lesson.previous_id,
      nextLessonId: lesson.next_id,
    };
  }
}
