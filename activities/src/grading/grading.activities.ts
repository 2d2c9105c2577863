import type { ProcessInput, Retries } from '@gradus/contracts';
import { topics } from '@gradus/events';
import type { ActivityParts } from '../activity-parts.ts';
import { attend, endProcess } from '../processes/process-row.ts';
import { proposeGrade } from './propose-grade.ts';
import { releaseGrade } from './release-grade.ts';
import { readSubmission } from './submission-row.ts';

/** An instructor is reminded after this long; time of the learner's own clock. */
const REVIEW_WITHIN_MS = 7 * 86_400_000;
/** Once reminded, looking again is a matter of form: no clock is fast enough to make that a busy loop. */
const AFTER_REMINDER_MS = 86_400_000;
const REVIEW_OVERDUE = 'grading.review-overdue';

export interface GradingOutlook {
  next: 'propose' | 'review' | 'release' | 'end';
  /** In review: how long until somebody should be reminded. */
  waitMs: number;
  /** Ledger key, also the Temporal activity id, so that ops can have it retried at once. */
  effectKey: string;
  retries: Retries;
}

/** Grading a submission: a proposal by machine, a person where it was unsure, then the grade. */
export function gradingActivities(parts: ActivityParts) {
  return {
    /** Where the submission stands. Reads its rows; a blocked one that was reopened begins again. */
    async lookAtSubmission({ processId }: ProcessInput): Promise<GradingOutlook> {
      const process = await attend(parts.dataSource, processId);
      let submission = await readSubmission(parts.dataSource, process.subjectId);
      const waitMs = Math.max(
        process.problemCode === REVIEW_OVERDUE ? AFTER_REMINDER_MS : 1_000,
        REVIEW_WITHIN_MS / submission.speed,
      );
      if (submission.proposalState === 'pending' && !submission.decided) {
        // First the row says how long it sleeps, then it looks once more: a decision comes before the one or the other.
        await attend(parts.dataSource, processId, waitMs);
        submission = await readSubmission(parts.dataSource, process.subjectId);
      }
      const outlook = (next: GradingOutlook['next']): GradingOutlook => ({
        next,
        waitMs,
        effectKey: `grade:${submission.id}`,
        retries: parts.retries,
      });
      if (process.state === 'ended') return outlook('end');
      if (submission.state === 'graded') {
        await endProcess(parts.dataSource, processId, 'graded');
        return outlook('end');
      }
      if (submission.decided) return outlook('release');
      if (submission.proposalState === null) return outlook('propose');
      return outlook(submission.proposalState === 'pending' ? 'review' : 'release');
    },

    /** Through the ledger, with the provider's answer kept apart: a retry never pays twice. */
    async proposeGrade({ processId }: ProcessInput): Promise<void> {
      const process = await attend(parts.dataSource, processId);
      const submission = await readSubmission(parts.dataSource, process.subjectId);
      if (submission.proposalState === null && !submission.decided)
        await proposeGrade(parts, process, submission);
    },

    /** One transaction guarded by the unique grade of a submission. */
    async releaseGrade({ processId }: ProcessInput): Promise<void> {
      const process = await attend(parts.dataSource, processId);
      await releaseGrade(parts, processId, await readSubmission(parts.dataSource, process.subjectId));
    },

    /** Says on the process that a person has let it lie. An update to the same value, so safe to repeat. */
    async remindOfReview({ processId }: ProcessInput): Promise<void> {
      const process = await attend(parts.dataSource, processId);
      await parts.dataSource.query(
        `UPDATE processes SET problem_code = $2, problem_detail = 'Nobody has looked at this submission yet.'
          WHERE id = $1 AND state = 'open'`,
        [processId, REVIEW_OVERDUE],
      );
      await parts.live.publish([topics.work(process.organizationId), topics.review(process.organizationId)]);
    },
  };
}
