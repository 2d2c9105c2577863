import type { EntityManager } from 'typeorm';
import { type GradeAnswer, REVIEW_BELOW } from '@gradus/integrations/ai';
import { type CriterionGrade, percentageOf } from '@gradus/contracts';
import { recordEvent } from '@gradus/database';
import { topics } from '@gradus/events';
import type { ActivityParts } from '../activity-parts.ts';
import { throughLedger } from '../ledger/through-ledger.ts';
import { type ProcessRow, planProcessEffect } from '../processes/process-row.ts';
import { PERSON_ASKED, isPersonAsked } from './ask-person.ts';
import type { SubmissionRow } from './submission-row.ts';

/** Longer than any grader's own time limit. */
const CLAIM_SECONDS = 75;

/**
 * Asks the grader once for a proposal. The call has its own ledger row, so that a retry after a crash finds the answer
 * that was paid for instead of asking again.
 */
export async function proposeGrade(
  parts: ActivityParts,
  process: ProcessRow,
  submission: SubmissionRow,
): Promise<void> {
  const key = `grade:${submission.id}`;
  await planProcessEffect(parts.dataSource, process, 'grade', key);
  await throughLedger<GradeAnswer>(parts, {
    key,
    claimSeconds: CLAIM_SECONDS,
    call: async (effect, signal) => {
      const paid = await earlierAnswer(parts, submission, effect.outwardKey);
      if (paid) return paid;
      const answer = await parts.grader.grade(
        {
          key: effect.outwardKey,
          model: parts.graderModel,
          assignment: submission.assignment,
          criteria: submission.criteria,
          answer: await parts.vault.open(parts.dataSource.manager, submission.userId, submission.bodyCipher),
        },
        signal,
      );
      await keepAnswer(parts, submission, effect.outwardKey, answer);
      return answer;
    },
    settle: (manager, _effect, answer) => writeProposal(manager, parts, submission, answer),
  });
  await parts.live.publish([
    topics.enrollment(submission.enrollmentId),
    topics.review(submission.organizationId),
  ]);
}

async function earlierAnswer(
  parts: ActivityParts,
  submission: SubmissionRow,
  key: string,
): Promise<GradeAnswer | null> {
  const [row] = await parts.dataSource.query<Array<{ answer_cipher: Buffer | null }>>(
    `SELECT answer_cipher FROM ai_calls WHERE key = $1 AND state = 'done'`,
    [key],
  );
  if (!row?.answer_cipher) return null;
  return parts.vault.openJson<GradeAnswer>(parts.dataSource.manager, submission.userId, row.answer_cipher);
}

async function keepAnswer(
  parts: ActivityParts,
  submission: SubmissionRow,
  key: string,
  answer: GradeAnswer,
): Promise<void> {
  const { manager } = parts.dataSource;
  await manager.query(
    `INSERT INTO ai_calls (organization_id, key, provider, model, state, request_id, usage, answer_cipher, settled_at)
     VALUES ($1, $2, $3, $4, 'done', $5, $6, $7, clock_timestamp()) ON CONFLICT (key) DO NOTHING`,
    [
      submission.organizationId,
      key,
      parts.grader.provider,
      answer.model,
      answer.requestId,
      answer.usage,
      await parts.vault.sealJson(manager, submission.userId, answer),
    ],
  );
}

/** A sure proposal is released by the next step, an unsure one waits for a person. */
async function writeProposal(
  manager: EntityManager,
  parts: ActivityParts,
  submission: SubmissionRow,
  answer: GradeAnswer,
): Promise<Record<string, unknown>> {
  const criteria = answer.criteria.map((grade): CriterionGrade => {
    const rubric = submission.criteria.find((criterion) => criterion.key === grade.key);
    return {
      key: grade.key,
      title: rubric?.title ?? grade.key,
      points: grade.points,
      maxPoints: rubric?.points ?? grade.points,
      feedback: grade.feedback,
      evidence: grade.evidence,
    };
  });
  const percentage = percentageOf(criteria);
  const asked = await isPersonAsked(manager, submission.id);
  const sure =
    !asked && answer.confidence >= REVIEW_BELOW && !answer.flags.includes('instructions-in-answer');
  await manager.query(
    `INSERT INTO grade_proposals (organization_id, submission_id, provider, model, percentage, confidence, criteria_cipher,
                                  flags, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (submission_id) DO NOTHING`,
    [
      submission.organizationId,
      submission.id,
      parts.grader.provider,
      answer.model,
      percentage.toFixed(2),
      answer.confidence,
      await parts.vault.sealJson(manager, submission.userId, criteria),
      JSON.stringify(answer.flags),
      sure ? 'auto_released' : 'pending',
    ],
  );
  await manager.query(
    `UPDATE submissions SET state = $2, review_reason = $3 WHERE id = $1 AND state IN ('submitted', 'grading', 'blocked')`,
    [submission.id, sure ? 'grading' : 'in_review', sure ? null : reviewReason(answer, asked)],
  );
  if (!sure)
    await recordEvent(manager, {
      organizationId: submission.organizationId,
      type: 'submission.review.requested',
      key: `submission.review.requested:${submission.id}`,
      userId: submission.userId,
      enrollmentId: submission.enrollmentId,
      courseId: submission.courseId,
      data: { module: submission.moduleKey, attempt: submission.attempt },
    });
  return { percentage, confidence: answer.confidence, review: !sure };
}

const FLAG_REASONS: Record<string, string> = {
  'instructions-in-answer': 'The text contains what looks like instructions to the grader.',
  'too-short': 'The answer is very short.',
  'off-topic': 'The answer seems to be about something else.',
};

function reviewReason(answer: GradeAnswer, asked: boolean): string {
  const flagged = answer.flags.flatMap((flag) => FLAG_REASONS[flag] ?? []);
  const sureness = `The grader is ${Math.round(answer.confidence * 100)} % sure.`;
  return [...(asked ? [PERSON_ASKED] : []), ...flagged, sureness].join(' ').slice(0, 300);
}
