import { Injectable } from '@nestjs/common';
import type { CriterionGrade, DecideReview, ReviewItem, ReviewPage } from '@gradus/contracts';
import { Vault, WritingErasedError, openProcess } from '@gradus/database';
import { topics } from '@gradus/events';
import { processBell } from '@gradus/temporal';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { doneBefore, recordAudit, requestEntry } from '../audit/record-audit.ts';
import { pageOf, readTimeCursor } from '../paging/page-cursor.ts';
import { ReviewNotWaitingError, SubmissionOwnWorkError } from './assessment-errors.ts';
import { ReviewQueries, type ReviewRow } from './review.queries.ts';
import { requireFit } from './rubric-fit.ts';
import { rubricView } from './submission-view.ts';

const PAGE = 20;

/** What the grader was unsure of, and what people decide about it. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: ReviewQueries,
    private readonly vault: Vault,
    private readonly announcer: Announcer,
  ) {}

  async list(caller: Caller, cursor?: string): Promise<ReviewPage> {
    const { manager } = this.dataSource;
    const rows = await this.queries.waiting(manager, caller, readTimeCursor(cursor), PAGE);
    const page = pageOf(
      rows,
      PAGE,
      (row) => row,
      (row) => [row.sort_key, row.id],
    );
    return {
      ...page,
      items: await Promise.all(page.items.map((row) => this.#item(row))),
      ownWaiting: await this.queries.ownWaiting(manager, caller),
    };
  }

  /**
   * The decision is a row; the grade follows when the process takes it, now or when Temporal is back.
   *
   * @throws SubmissionOwnWorkError, ReviewNotWaitingError, DecisionMismatchError
   */
  async decide(caller: Caller, submissionId: string, decision: DecideReview, key: string): Promise<void> {
    const { organizationId, userId } = caller;
    const about = { action: 'review.decided', subjectKind: 'submission', subjectId: submissionId } as const;
    const entry = requestEntry(caller, key, about);
    const decided = await this.dataSource.transaction(async (manager) => {
      const { submission, waiting } = found(
        await this.queries.lock(manager, organizationId, submissionId),
        'submission',
      );
      if (submission.user_id === userId) throw new SubmissionOwnWorkError();
      if (await doneBefore(manager, entry)) return null;
      if (!waiting) throw new ReviewNotWaitingError();
      requireFit(decision.criteria, submission.criteria);
      const cipher = await this.vault.sealJson(manager, submission.user_id, decision);
      const fresh = await this.queries.decide(manager, {
        organizationId,
        submissionId,
        decidedBy: userId,
        cipher,
      });
      if (!fresh) throw new ReviewNotWaitingError();
      await recordAudit(manager, entry);
      const processId = await openProcess(manager, {
        organizationId,
        kind: 'gradeSubmission',
        subjectId: submissionId,
        simulated: submission.simulated,
      });
      return { processId, enrollmentId: submission.enrollment_id };
    });
    if (decided === null) return;
    await this.announcer.announce(
      [topics.review(organizationId), topics.enrollment(decided.enrollmentId)],
      processBell('gradeSubmission', decided.processId),
    );
  }

  async #item(row: ReviewRow): Promise<ReviewItem> {
    const opened = async (cipher: Buffer) =>
      this.vault.open(this.dataSource.manager, row.user_id, cipher).catch((error: unknown) => {
        if (error instanceof WritingErasedError) return null;
        throw error;
      });
    const criteria = row.criteria_cipher && (await opened(row.criteria_cipher));
    return {
      submissionId: row.id,
      learnerName: row.learner_name,
      courseTitle: row.course_title,
      moduleTitle: row.module_title,
      assignmentTitle: row.assignment_title,
      attempt: row.attempt,
      submittedAt: row.submitted_at.toISOString(),
      body: (await opened(row.body_cipher)) ?? '',
      simulated: row.simulated,
      reason: row.review_reason ?? 'The grader asked for a second look.',
      proposal: row.provider
        ? {
            percentage: Number(row.percentage),
            confidence: row.confidence ?? 0,
            criteria: criteria ? (JSON.parse(criteria) as CriterionGrade[]) : [],
            provider: row.provider,
          }
        : null,
      rubric: rubricView(row.criteria),
      passPercentage: Number(row.pass_percentage),
    };
  }
}
