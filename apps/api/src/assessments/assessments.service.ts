import { Injectable } from '@nestjs/common';
import type { AssessmentDetail } from '@gradus/contracts';
import { RunClock, Vault } from '@gradus/database';
import { topics } from '@gradus/events';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../access/caller.ts';
import { found, isStaff } from '../access/ownership.ts';
import { Announcer } from '../announcing/announcer.ts';
import { ModuleLockedError } from '../courses/course-errors.ts';
import { requireOpenModule } from '../courses/open-module.ts';
import { HandInRefusedError } from './assessment-errors.ts';
import { type AssessmentRow, AssessmentsQueries } from './assessments.queries.ts';
import { SubmissionReader, obstacleOf, rubricView } from './submission-view.ts';

/** An assignment as its learner has it: what is asked, what was written, what came of it. */
@Injectable()
export class AssessmentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: AssessmentsQueries,
    private readonly vault: Vault,
    private readonly announcer: Announcer,
  ) {}

  /**
   * For learners enrolled in that version, as long as they are, while its module is open; and for staff, who have
   * nothing of their own in it unless they are enrolled.
   */
  async detail(caller: Caller, assessmentId: string): Promise<AssessmentDetail> {
    const { manager } = this.dataSource;
    const { organizationId, userId } = caller;
    const row = await this.queries.assessment(manager, organizationId, userId, assessmentId);
    const studies = row?.enrollment_state === 'active' || row?.enrollment_state === 'completed';
    const assessment = found(studies || isStaff(caller) ? row : null, 'assessment');
    const { enrollment_id: enrollmentId } = assessment;
    const clock = new RunClock(assessment.enrolled_at ?? new Date(), assessment.speed ?? 1);
    const locked = enrollmentId ? await lockOf(manager, enrollmentId, assessment, clock) : null;
    if (locked && !isStaff(caller)) throw locked;
    const [submissions, draft] = enrollmentId
      ? await Promise.all([
          this.queries.submissions(manager, organizationId, enrollmentId, assessmentId),
          this.queries.draft(manager, organizationId, enrollmentId, assessmentId),
        ])
      : [[], undefined];
    const reader = new SubmissionReader(this.vault, manager, userId, clock);
    const reason = locked?.message ?? obstacleOf(assessment, submissions)?.sentence ?? null;
    return {
      ...headOf(assessment),
      draft: {
        body: draft ? await reader.text(draft.body_cipher) : '',
        savedAt: draft ? new Date(clock.toVirtual(draft.saved_at)).toISOString() : null,
      },
      submissions: await Promise.all(submissions.map((submission) => reader.detail(submission))),
      canSubmit: reason === null,
      reason,
    };
  }

  async saveDraft(caller: Caller, assessmentId: string, body: string): Promise<{ savedAt: string }> {
    const { organizationId, userId } = caller;
    const saved = await this.dataSource.transaction(async (manager) => {
      const row = await this.queries.assessment(manager, organizationId, userId, assessmentId);
      const assessment = found(row?.enrollment_id ? row : null, 'assessment');
      if (assessment.enrollment_state !== 'active') {
        const obstacle = obstacleOf(assessment, []);
        throw new HandInRefusedError(obstacle!.code, obstacle!.sentence);
      }
      const enrollmentId = assessment.enrollment_id!;
      const clock = new RunClock(assessment.enrolled_at!, assessment.speed!);
      const module = { id: assessment.module_id, title: assessment.module_title };
      await requireOpenModule(manager, enrollmentId, module, clock);
      const bodyCipher = await this.vault.seal(manager, userId, body);
      const draft = { organizationId, enrollmentId, assessmentId, bodyCipher };
      return { at: clock.toVirtual(await this.queries.saveDraft(manager, draft)), enrollmentId };
    });
    await this.announcer.announce([topics.enrollment(saved.enrollmentId)]);
    return { savedAt: new Date(saved.at).toISOString() };
  }
}

function lockOf(
  manager: EntityManager,
  enrollmentId: string,
  assessment: AssessmentRow,
  clock: RunClock,
): Promise<ModuleLockedError | null> {
  const module = { id: assessment.module_id, title: assessment.module_title };
  return requireOpenModule(manager, enrollmentId, module, clock).then(
    () => null,
    (error: unknown) => {
      if (error instanceof ModuleLockedError) return error;
      throw error;
    },
  );
}

function headOf(
  assessment: AssessmentRow,
): Omit<AssessmentDetail, 'draft' | 'submissions' | 'canSubmit' | 'reason'> {
  return {
    id: assessment.id,
    moduleId: assessment.module_id,
    courseId: assessment.course_id,
    moduleTitle: assessment.module_title,
    title: assessment.title,
    instructions: assessment.instructions,
    passPercentage: Number(assessment.pass_percentage),
    maxAttempts: assessment.max_attempts,
    minWords: assessment.min_words,
    criteria: rubricView(assessment.criteria),
  };
}
