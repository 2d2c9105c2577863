import type { EntityManager } from 'typeorm';
import { recordEvent } from '../events/record-event.ts';
import { lockEnrollment, refreshProgress } from './refresh-progress.ts';

/** A grade that takes the place of the one that stands. */
export interface GradeChange {
  organizationId: string;
  submissionId: string;
  /** The number of the grade that its author saw; when another one stands by now, nothing is changed. */
  replaces: number;
  /** 0-100, two decimals. */
  percentage: number;
  passed: boolean;
  /** { criteria, feedback, reason } as JSON, sealed with the learner's data key. */
  detailCipher: Buffer;
  actorId: string;
  /** Told to the learner, kept with the audit log. */
  reason: string;
}

/** What became of it. */
export interface ChangedGrade {
  number: number;
  enrollmentId: string;
  courseId: string;
}

interface Standing {
  id: string;
  number: number;
  percentage: string;
  passed: boolean;
  enrollment_id: string;
  user_id: string;
  attempt: number;
  module: string;
}

/** The grade that stands, of a submission whose enrollment is locked. */
async function standingGrade(
  manager: EntityManager,
  { organizationId, submissionId }: GradeChange,
): Promise<Standing | undefined> {
  const [row] = await manager.query<Standing[]>(
    `SELECT g.id, g.number, g.percentage, g.passed, s.enrollment_id, s.user_id, s.attempt, m.key AS module
       FROM submissions s JOIN grades g ON g.submission_id = s.id AND g.replaced_at IS NULL
       JOIN assessments a ON a.id = s.assessment_id JOIN modules m ON m.id = a.module_id
      WHERE s.id = $2 AND s.organization_id = $1 FOR NO KEY UPDATE OF g`,
    [organizationId, submissionId],
  );
  return row;
}

/**
 * Gives a graded submission another grade, in the caller's transaction: a row beside the old one, which stays in the history.
 * Progress follows, `submission.graded` (with `changed`) tells automations once, a message the learner, and the audit log who
 * it was. What was done by the old grade stays done: a gate that was passed, a week that was opened, a certificate.
 *
 * @returns null when another grade stands than the one that was to be replaced, or none
 */
export async function changeGrade(manager: EntityManager, change: GradeChange): Promise<ChangedGrade | null> {
  const { organizationId, submissionId, percentage, passed, actorId, reason } = change;
  const [seat] = await manager.query<Array<{ enrollment_id: string }>>(
    'SELECT enrollment_id FROM submissions WHERE id = $2 AND organization_id = $1',
    [organizationId, submissionId],
  );
  const enrollment = seat ? await lockEnrollment(manager, seat.enrollment_id) : null;
  const before = enrollment ? await standingGrade(manager, change) : undefined;
  if (!enrollment || before?.number !== change.replaces) return null;
  const number = before.number + 1;
  await addGrade(manager, change, before, number);
  await recordEvent(manager, {
    organizationId,
    type: 'submission.graded',
    key: `submission.graded:${submissionId}:${number}`,
    userId: before.user_id,
    enrollmentId: enrollment.id,
    courseId: enrollment.courseId,
    data: { module: before.module, attempt: before.attempt, passed, percentage, changed: true },
  });
  await refreshProgress(manager, enrollment);
  const was = { percentage: Number(before.percentage), passed: before.passed };
  await manager.query(
    `INSERT INTO audit_log (organization_id, actor_id, action, subject_kind, subject_id, reason, data)
     VALUES ($1, $2, 'grade.change', 'submission', $3, $4, $5)`,
    [organizationId, actorId, submissionId, reason, { number, was, is: { percentage, passed } }],
  );
  await tellLearner(manager, change, sayGrade(was), number);
  return { number, enrollmentId: enrollment.id, courseId: enrollment.courseId };
}

async function addGrade(
  manager: EntityManager,
  change: GradeChange,
  before: Standing,
  number: number,
): Promise<void> {
  await manager.query('UPDATE grades SET replaced_at = clock_timestamp() WHERE id = $1', [before.id]);
  await manager.query(
    `INSERT INTO grades (organization_id, submission_id, number, percentage, passed, detail_cipher, graded_by, graded_at)
     SELECT organization_id, submission_id, $2, $3, $4, $5, $6, replaced_at FROM grades WHERE id = $1`,
    [before.id, number, change.percentage.toFixed(2), change.passed, change.detailCipher, change.actorId],
  );
}

const sayGrade = ({ percentage, passed }: { percentage: number; passed: boolean }) =>
  `${percentage} % (${passed ? 'passed' : 'not passed'})`;

/** By mail and in-app: nobody's grade becomes another one unsaid. */
async function tellLearner(
  manager: EntityManager,
  change: GradeChange,
  was: string,
  number: number,
): Promise<void> {
  await manager.query(
    `INSERT INTO messages (organization_id, user_id, key, category, channel, purpose, payload, subject, simulated)
     SELECT s.organization_id, s.user_id, 'grade-changed:' || s.id || ':' || $2::text, 'transactional', 'both', 'grade-changed',
            jsonb_build_object('enrollmentId', e.id, 'assessmentId', a.id, 'assignmentTitle', a.title, 'was', $3::text,
                               'is', $4::text, 'reason', $5::text),
            left('Your grade for “' || a.title || '” was changed', 200), e.simulated
       FROM submissions s JOIN enrollments e ON e.id = s.enrollment_id JOIN assessments a ON a.id = s.assessment_id
      WHERE s.id = $1
     ON CONFLICT (organization_id, key) DO NOTHING`,
    [change.submissionId, number, was, sayGrade(change), change.reason],
  );
}
