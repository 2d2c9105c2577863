import { Injectable } from '@nestjs/common';
import type { SubmissionDetail } from '@gradus/contracts';
import { RunClock, Vault, lockEnrollment, openProcess, recordEvent } from '@gradus/database';
import { topics } from '@gradus/events';
import { processBell } from '@gradus/temporal';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { requireOpenModule } from '../courses/open-module.ts';
import { ANSWERS_KEPT_DAYS, sendersKey } from '../idempotency/senders-key.ts';
import { HandInRefusedError, SubmissionTooShortError } from './assessment-errors.ts';
import { type AssessmentRow, AssessmentsQueries, type SubmissionRow } from './assessments.queries.ts';
import { SubmissionReader, obstacleOf } from './submission-view.ts';

/** Handing in: the work, its process and the fact are one transaction; grading begins after it, whatever is down. */
@Injectable()
export class HandInService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: AssessmentsQueries,
    private readonly vault: Vault,
    private readonly announcer: Announcer,
  ) {}

  /**
   * A request that is repeated because its process died is answered as it would have been, whatever has become of the work since.
   *
   * @param key the request's Idempotency-Key: the same one is the same hand-in
   * @throws ModuleLockedError, HandInRefusedError, SubmissionTooShortError
   */
  async handIn(caller: Caller, assessmentId: string, body: string, key: string): Promise<SubmissionDetail> {
    const request = sendersKey(caller, key);
    const { submission, assessment, processId, clock } = await this.dataSource.transaction((manager) =>
      this.#write(manager, caller, assessmentId, { body, request }),
    );
    await this.announcer.announce(
      [topics.enrollment(assessment.enrollment_id!), topics.course(assessment.course_id), topics.outbox],
      ...(processId === null ? [] : [processBell('gradeSubmission', processId)]),
    );
    const reader = new SubmissionReader(this.vault, this.dataSource.manager, caller.userId, clock);
    return reader.detail(submission);
  }

  async #write(
    manager: EntityManager,
    { organizationId, userId }: Caller,
    assessmentId: string,
    { body, request }: { body: string; request: string },
  ): Promise<HandedIn> {
    const seen = await this.queries.assessment(manager, organizationId, userId, assessmentId);
    const enrollmentId = found(seen?.enrollment_id, 'assessment');
    await lockEnrollment(manager, enrollmentId);
    const assessment = found(
      await this.queries.assessment(manager, organizationId, userId, assessmentId),
      'assessment',
    );
    const clock = new RunClock(assessment.enrolled_at!, assessment.speed!);
    const earlier = await this.queries.submissions(manager, organizationId, enrollmentId, assessmentId);
    const before = earlier.find((one) => one.request === request && isRecent(one));
    if (before) return { submission: asHandedIn(before), assessment, processId: null, clock };
    const obstacle = obstacleOf(assessment, earlier);
    if (obstacle) throw new HandInRefusedError(obstacle.code, obstacle.sentence);
    const module = { id: assessment.module_id, title: assessment.module_title };
    await requireOpenModule(manager, enrollmentId, module, clock);
    requireWords(body, assessment.min_words);
    const bodyCipher = await this.vault.seal(manager, userId, body);
    const own = { organizationId, enrollmentId, assessmentId, bodyCipher };
    const attempt = earlier.length + 1;
    const submission = await this.queries.addSubmission(manager, { ...own, userId, attempt, request });
    // A second attempt begins with what was handed in.
    await this.queries.saveDraft(manager, own);
    await recordEvent(manager, {
      organizationId,
      type: 'submission.made',
      key: `submission.made:${submission.id}`,
      userId,
      enrollmentId,
      courseId: assessment.course_id,
      data: { module: assessment.module_key, attempt },
    });
    const processId = await openProcess(manager, {
      organizationId,
      kind: 'gradeSubmission',
      subjectId: submission.id,
      simulated: assessment.simulated ?? false,
    });
    return { submission, assessment, processId, clock };
  }
}

interface HandedIn {
  submission: SubmissionRow;
  assessment: AssessmentRow;
  /** Null: it was handed in before, and its process is under way. */
  processId: string | null;
  clock: RunClock;
}

/** A key that is as old may be used for something else. */
function isRecent({ submitted_at: at }: Pick<SubmissionRow, 'submitted_at'>): boolean {
  return Date.now() - at.getTime() < ANSWERS_KEPT_DAYS * 86_400_000;
}

/** The answer of then, whatever has become of the work. */
const asHandedIn = (row: SubmissionRow): SubmissionRow => ({ ...row, state: 'submitted', grade: null });

function requireWords(body: string, minWords: number): void {
  const words = body.split(/\s+/u).filter(Boolean).length;
  if (words < minWords) throw new SubmissionTooShortError(words, minWords);
}
