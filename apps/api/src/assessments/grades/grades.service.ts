import { Injectable } from '@nestjs/common';
import {
  type ChangeGrade,
  type CriterionGrade,
  type EnrollmentSubmissions,
  type GivenGrade,
  type GradeChanged,
  percentageOf,
} from '@gradus/contracts';
import { Vault, WritingErasedError, changeGrade, lockEnrollment } from '@gradus/database';
import { topics } from '@gradus/events';
import { DataSource, type EntityManager } from 'typeorm';
import type { Caller } from '../../access/caller.ts';
import { found } from '../../access/ownership.ts';
import { Announcer } from '../../announcing/announcer.ts';
import { SubmissionOwnWorkError } from '../assessment-errors.ts';
import { gradedCriteria, requireFit } from '../rubric-fit.ts';
import { rubricView } from '../submission-view.ts';
import { GradeNotChangeableError } from './grade-errors.ts';
import { type GradableRow, type GradeRow, GradesQueries } from './grades.queries.ts';

/** What is kept sealed with a grade. */
interface Detail {
  criteria: CriterionGrade[];
  feedback: string;
  reason?: string;
}

/** The grade that stands now, and whom to tell. */
type Changed = Pick<GradeChanged, 'number' | 'percentage' | 'passed'> &
  Record<'enrollmentId' | 'courseId' | 'title', string>;

/** All that a learner has handed in, as staff read it, and giving it another grade. */
@Injectable()
export class GradesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly queries: GradesQueries,
    private readonly vault: Vault,
    private readonly announcer: Announcer,
  ) {}

  async submissions({ organizationId }: Caller, enrollmentId: string): Promise<EnrollmentSubmissions> {
    const { manager } = this.dataSource;
    const place = found(await this.queries.place(manager, organizationId, enrollmentId), 'enrollment');
    const rows = await this.queries.handedIn(manager, organizationId, enrollmentId);
    const given = await this.queries.grades(
      manager,
      organizationId,
      rows.map(({ id }) => id),
    );
    const items = new Map<string, EnrollmentSubmissions['items'][number]>();
    for (const row of rows) {
      const item = items.get(row.assessment_id) ?? {
        assessmentId: row.assessment_id,
        title: row.title,
        moduleTitle: row.module_title,
        position: row.position,
        passPercentage: Number(row.pass_percentage),
        rubric: rubricView(row.criteria),
        submissions: [],
      };
      const grades = given.get(row.id) ?? [];
      item.submissions.push({
        id: row.id,
        attempt: row.attempt,
        state: row.state,
        body: (await this.#opened(manager, place.user_id, row.body_cipher)) ?? '',
        submittedAt: row.submitted_at.toISOString(),
        grades: await Promise.all(grades.map((grade) => this.#given(place.user_id, grade))),
      });
      items.set(row.assessment_id, item);
    }
    return {
      enrollmentId,
      userId: place.user_id,
      learnerName: place.learner_name,
      courseId: place.course_id,
      courseTitle: place.course_title,
      state: place.state,
      simulated: place.simulated,
      certificate: place.certificate,
      items: [...items.values()],
    };
  }

  /**
   * A change that was made already by the same person, in the same words, is answered as the first time.
   *
   * @throws SubmissionOwnWorkError, DecisionMismatchError, GradeNotChangeableError, WritingErasedError
   */
  async change(caller: Caller, submissionId: string, request: ChangeGrade): Promise<GradeChanged> {
    const changed = await this.dataSource.transaction('READ COMMITTED', (manager) =>
      this.#change(manager, caller, submissionId, request),
    );
    await this.announcer.announce([
      topics.enrollment(changed.enrollmentId),
      topics.course(changed.courseId),
      topics.post,
      topics.outbox,
    ]);
    const { number, percentage, passed, title } = changed;
    const notice = `“${title}” has ${percentage} % now: ${passed ? 'passed' : 'not passed'}. The learner is told, with your reason.`;
    return { submissionId, number, percentage, passed, notice };
  }

  async #change(
    manager: EntityManager,
    { organizationId, userId: actorId }: Caller,
    submissionId: string,
    request: ChangeGrade,
  ): Promise<Changed> {
    const work = found(await this.queries.gradable(manager, organizationId, submissionId), 'submission');
    if (work.user_id === actorId) throw new SubmissionOwnWorkError();
    requireFit(request.criteria, work.criteria);
    // Before anything is read or sealed: of somebody who is being erased nothing more is written.
    await lockEnrollment(manager, work.enrollment_id);
    const before = await this.#standing(manager, organizationId, submissionId, work);
    const criteria = gradedCriteria(request.criteria, work.criteria, before.criteria);
    const detail: Detail = { criteria, feedback: request.feedback, reason: request.reason };
    const same = isSame(before, detail);
    const isRepeated = same && before.reason === request.reason && before.graderId === actorId;
    if (before.number === request.replaces + 1 && isRepeated) return { ...before, ...placeOf(work) };
    if (before.number !== request.replaces) throw new GradeNotChangeableError('changed-meanwhile');
    if (same) throw new GradeNotChangeableError('unchanged');
    const percentage = percentageOf(criteria);
    const passed = percentage >= Number(work.pass_percentage);
    const done = await changeGrade(manager, {
      organizationId,
      submissionId,
      replaces: request.replaces,
      percentage,
      passed,
      detailCipher: await this.vault.sealJson(manager, work.user_id, detail),
      actorId,
      reason: request.reason,
    });
    if (!done) throw new GradeNotChangeableError('changed-meanwhile');
    return { number: done.number, percentage, passed, ...placeOf(work) };
  }

  async #standing(
    manager: EntityManager,
    organizationId: string,
    submissionId: string,
    { user_id: userId }: GradableRow,
  ): Promise<GivenGrade & { graderId: string | null }> {
    const grades = await this.queries.grades(manager, organizationId, [submissionId]);
    const [standing] = grades.get(submissionId) ?? [];
    if (!standing) throw new GradeNotChangeableError('not-given');
    return { ...(await this.#given(userId, standing)), graderId: standing.graded_by };
  }

  async #given(userId: string, row: GradeRow): Promise<GivenGrade> {
    const json = await this.#opened(this.dataSource.manager, userId, row.detail_cipher);
    const { criteria, feedback, reason } = (
      json ? JSON.parse(json) : { criteria: [], feedback: '' }
    ) as Detail;
    return {
      number: row.number,
      percentage: Number(row.percentage),
      passed: row.passed,
      criteria,
      feedback,
      reason: reason ?? null,
      gradedBy: row.graded_by === null ? 'machine' : 'instructor',
      graderName: row.grader_name,
      gradedAt: row.graded_at.toISOString(),
    };
  }

  /** Null: what they wrote was erased. */
  #opened(manager: EntityManager, userId: string, cipher: Buffer): Promise<string | null> {
    return this.vault.open(manager, userId, cipher).catch((error: unknown) => {
      if (error instanceof WritingErasedError) return null;
      throw error;
    });
  }
}

const placeOf = ({ enrollment_id: enrollmentId, course_id: courseId, title }: GradableRow) => ({
  enrollmentId,
  courseId,
  title,
});

/** The same points and words: nobody would see what was changed. */
function isSame(before: GivenGrade, after: Detail): boolean {
  const said = ({ criteria, feedback }: Pick<Detail, 'criteria' | 'feedback'>) =>
    JSON.stringify([feedback, criteria.map(({ key, points, feedback: words }) => [key, points, words])]);
  return said(before) === said(after);
}
