import type { EntityManager } from 'typeorm';
import { type CriterionGrade, type DecideReview, percentageOf } from '@gradus/contracts';
import { lockEnrollment, recordEvent, refreshProgress } from '@gradus/database';
import { topics } from '@gradus/events';
import type { ActivityParts } from '../activity-parts.ts';
import { endProcess } from '../processes/process-row.ts';
import type { SubmissionRow } from './submission-row.ts';

interface Verdict {
  criteria: CriterionGrade[];
  feedback: string;
  gradedBy: string | null;
}

/**
 * Makes the grade out of the instructor's decision or, when none was needed, of the proposal; with it progress, events
 * and the end of the process, in one transaction. A submission is graded once: the second time finds it, also when the
 * grade was changed since.
 */
export async function releaseGrade(
  parts: ActivityParts,
  processId: string,
  submission: SubmissionRow,
): Promise<void> {
  await parts.dataSource.transaction('READ COMMITTED', async (manager) => {
    const enrollment = await lockEnrollment(manager, submission.enrollmentId);
    if (!enrollment) throw new Error(`No enrollment ${submission.enrollmentId}.`);
    if (await waitsForPerson(manager, submission.id)) return;
    const verdict = await verdictOn(manager, parts, submission);
    const percentage = percentageOf(verdict.criteria);
    const passed = percentage >= submission.passPercentage;
    await manager.query(
      `INSERT INTO grades (organization_id, submission_id, percentage, passed, detail_cipher, graded_by)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (submission_id, number) DO NOTHING`,
      [
        submission.organizationId,
        submission.id,
        percentage.toFixed(2),
        passed,
        await parts.vault.sealJson(manager, submission.userId, {
          criteria: verdict.criteria,
          feedback: verdict.feedback,
        }),
        verdict.gradedBy,
      ],
    );
    await manager.query(`UPDATE submissions SET state = 'graded', review_reason = NULL WHERE id = $1`, [
      submission.id,
    ]);
    await recordEvent(manager, {
      organizationId: submission.organizationId,
      type: 'submission.graded',
      key: `submission.graded:${submission.id}`,
      userId: submission.userId,
      enrollmentId: submission.enrollmentId,
      courseId: submission.courseId,
      data: { module: submission.moduleKey, attempt: submission.attempt, passed, percentage, changed: false },
    });
    await refreshProgress(manager, enrollment);
    await endProcess(manager, processId, passed ? 'passed' : 'failed');
  });
  await parts.live.publish([
    topics.enrollment(submission.enrollmentId),
    topics.review(submission.organizationId),
    topics.course(submission.courseId),
    topics.outbox,
  ]);
}

/** A person was asked for meanwhile, and has not decided yet: the bell of whoever asked begins the process again. */
async function waitsForPerson(manager: EntityManager, submissionId: string): Promise<boolean> {
  const waiting = await manager.query<unknown[]>(
    `SELECT 1 FROM grade_proposals p WHERE p.submission_id = $1 AND p.state = 'pending'
        AND NOT EXISTS (SELECT 1 FROM review_decisions d WHERE d.submission_id = p.submission_id)`,
    [submissionId],
  );
  return waiting.length > 0;
}

async function verdictOn(
  manager: EntityManager,
  parts: ActivityParts,
  submission: SubmissionRow,
): Promise<Verdict> {
  const [proposal] = await manager.query<Array<{ criteria_cipher: Buffer }>>(
    'SELECT criteria_cipher FROM grade_proposals WHERE submission_id = $1',
    [submission.id],
  );
  const proposed = proposal
    ? await parts.vault.openJson<CriterionGrade[]>(manager, submission.userId, proposal.criteria_cipher)
    : [];
  const [decision] = await manager.query<Array<{ decision_cipher: Buffer; decided_by: string }>>(
    'SELECT decision_cipher, decided_by FROM review_decisions WHERE submission_id = $1',
    [submission.id],
  );
  if (!decision) return { criteria: proposed, feedback: '', gradedBy: null };
  const decided = await parts.vault.openJson<DecideReview>(
    manager,
    submission.userId,
    decision.decision_cipher,
  );
  const criteria = submission.criteria.map((criterion): CriterionGrade => {
    const given = decided.criteria.find(({ key }) => key === criterion.key);
    return {
      key: criterion.key,
      title: criterion.title,
      points: Math.min(criterion.points, given?.points ?? 0),
      maxPoints: criterion.points,
      feedback: given?.feedback ?? '',
      evidence: proposed.find(({ key }) => key === criterion.key)?.evidence ?? '',
    };
  });
  await manager.query(
    `UPDATE grade_proposals SET state = CASE WHEN percentage = $2 THEN 'accepted' ELSE 'edited' END WHERE submission_id = $1`,
    [submission.id, percentageOf(criteria).toFixed(2)],
  );
  return { criteria, feedback: decided.feedback, gradedBy: decision.decided_by };
}
