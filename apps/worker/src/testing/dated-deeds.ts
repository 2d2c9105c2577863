import { lockEnrollment, recordEvent, refreshProgress } from '@gradus/database';
import type { Learner, School } from './school.ts';

/** Something a learner or a grader does in a module. */
export interface Deed {
  module: string;
  kind: 'lesson' | 'hand-in' | 'grade';
  /** The how-manieth lesson, from 0. */
  index: number;
}

const EVENTS = {
  lesson: 'lesson.completed',
  'hand-in': 'submission.made',
  grade: 'submission.graded',
} as const;

/** What the events say besides the module. */
const DATA = {
  lesson: {},
  'hand-in': { attempt: 1 },
  grade: { attempt: 1, passed: true, percentage: 85, changed: false },
};

const STATEMENTS = {
  lesson: `INSERT INTO lesson_progress (organization_id, enrollment_id, lesson_id, completed_at)
           SELECT $1, $2, l.id, $4 FROM lessons l JOIN modules m ON m.id = l.module_id
             JOIN enrollments e ON e.course_version_id = m.course_version_id AND e.id = $2
            WHERE m.key = $3 ORDER BY l.position OFFSET $5 LIMIT 1`,
  'hand-in': `INSERT INTO submissions (organization_id, enrollment_id, assessment_id, user_id, attempt, state, body_cipher, submitted_at)
              SELECT $1, $2, a.id, $5, 1, 'graded', ''::bytea, $4 FROM assessments a JOIN modules m ON m.id = a.module_id
                JOIN enrollments e ON e.course_version_id = m.course_version_id AND e.id = $2 WHERE m.key = $3`,
  grade: `INSERT INTO grades (organization_id, submission_id, percentage, passed, detail_cipher, graded_at)
          SELECT $1, s.id, 85, true, ''::bytea, $4 FROM submissions s JOIN assessments a ON a.id = s.assessment_id
            JOIN modules m ON m.id = a.module_id WHERE s.enrollment_id = $2 AND m.key = $3`,
};

/** Waits until the moment of a deed has come: a timer may fire a little early, so two milliseconds more. */
export function untilDue(at: Date): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, at.getTime() - Date.now() + 2)));
}

/** Does it, dated with this very moment, as rows and the event that the API would have written; a grade is a pass. */
export async function doDeed(school: School, learner: Learner, deed: Deed, at: Date): Promise<void> {
  await school.dataSource.transaction(async (manager) => {
    const enrollment = await lockEnrollment(manager, learner.enrollmentId);
    await manager.query(STATEMENTS[deed.kind], [
      school.organizationId,
      learner.enrollmentId,
      deed.module,
      at,
      ...(deed.kind === 'lesson' ? [deed.index] : deed.kind === 'hand-in' ? [learner.userId] : []),
    ]);
    await recordEvent(manager, {
      organizationId: school.organizationId,
      type: EVENTS[deed.kind],
      key: `${deed.kind}:${learner.enrollmentId}:${deed.module}:${deed.index}`,
      userId: learner.userId,
      enrollmentId: learner.enrollmentId,
      courseId: school.courseId,
      data: { module: deed.module, ...DATA[deed.kind] },
      occurredAt: at,
    });
    await refreshProgress(manager, enrollment!);
  });
}
