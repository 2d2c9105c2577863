import { Injectable } from '@nestjs/common';
import type { SubmissionDetail } from '@gradus/contracts';
import { RunClock, Vault, lockEnrollment, openProcess, recordEvent } from '@gradus/database';
import { topics } from '@gradus/events';
import { processBell } from '@gradus/temporal';
import { DataSource } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { requireOpenModule } from '../courses/open-module.ts';
import { HandInRefusedError, SubmissionTooShortError } from './assessment-errors.ts';
import { AssessmentsQueries } from './assessments.queries.ts';
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

  /** @throws ModuleLockedError, HandInRefusedError, SubmissionTooShortError */
  async handIn(caller: Caller, assessmentId: string, body: string): Promise<SubmissionDetail> {
    const { organizationId, userId } = caller;
    const handedIn = await this.dataSource.transaction(async (manager) => {
      const seen = await this.queries.assessment(manager, organizationId, userId, assessmentId);
      const enrollmentId = found(seen?.enrollment_id, 'assessment');
      await lockEnrollment(manager, enrollmentId);
      const assessment = found(
        await this.queries.assessment(manager, organizationId, userId, assessmentId),
        'assessment',
      );
      const clock = new RunClock(assessment.enrolled_at!, assessment.speed!);
      const module = { id: assessment.module_id, title: assessment.module_title };
      const earlier = await this.queries.submissions(manager, organizationId, enrollmentId, assessmentId);
      const obstacle = obstacleOf(assessment, earlier);
      if (obstacle) throw new HandInRefusedError(obstacle.code, obstacle.sentence);
      await requireOpenModule(manager, enrollmentId, module, clock);
      requireWords(body, assessment.min_words);
      const bodyCipher = await this.vault.seal(manager, userId, body);
      const own = { organizationId, enrollmentId, assessmentId, bodyCipher };
      const attempt = earlier.length + 1;
      const submission = await this.queries.addSubmission(manager, { ...own, userId, attempt });
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
      return { submission, processId, enrollmentId, courseId: assessment.course_id, clock };
    });
    await this.announcer.announce(
      [topics.enrollment(handedIn.enrollmentId), topics.course(handedIn.courseId), topics.outbox],
      processBell('gradeSubmission', handedIn.processId),
    );
    const reader = new SubmissionReader(this.vault, this.dataSource.manager, userId, handedIn.clock);
    return reader.detail(handedIn.submission);
  }
}

function requireWords(body: string, minWords: number): void {
  const words = body.split(/\s+/u).filter(Boolean).length;
  if (words < minWords) throw new SubmissionTooShortError(words, minWords);
}
