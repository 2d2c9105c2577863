import { Injectable } from '@nestjs/common';
import {
  type ChangeGrade,
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
import { type SealedGrade, readSealedGrade } from './sealed-grade.ts';

/** The grade that stands now, and of which work. */
interface Changed {
  work: GradableRow;
  grade: Pick<GradeChanged, 'number' | 'percentage' | 'passed'>;
}

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
    const texts = await this.#texts(manager, place.userId, [
      ...rows.map(({ body_cipher: body }) => body),
      ...[...given.values()].flat().map(({ detail_cipher: detail }) => detail),
    ]);
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
        body: texts.get(row.body_cipher) ?? '',
        submittedAt: row.submitted_at.toISOString(),
        grades: grades.map((grade) => toGiven(grade, texts)),
      });
      items.set(row.assessment_id, item);
    }
    return { ...place, items: [...items.values()] };
  }

  /**
   * A change that was made already by the same person, in the same words, is answered as the first time.
   *
   * @throws SubmissionOwnWorkError, DecisionMismatchError, GradeNotChangeableError, WritingErasedError
   */
  async change(caller: Caller, submissionId: string, request: ChangeGrade): Promise<GradeChanged> {
    const { work, grade } = await this.dataSource.transaction('READ COMMITTED', (manager) =>
      this.#change(manager, caller, submissionId, request),
    );
    await this.announcer.announce([
      topics.enrollment(work.enrollment_id),
      topics.course(work.course_id),
      topics.post,
      topics.outbox,
    ]);
    const { number, percentage, passed } = grade;
    const notice = `“${work.title}” has ${percentage} % now: ${passed ? 'passed' : 'not passed'}. The learner is told, with your reason.`;
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
    const { grade: before, graderId } = await this.#standing(
      manager,
      organizationId,
      submissionId,
      work.user_id,
    );
    const criteria = gradedCriteria(request.criteria, work.criteria, before.criteria);
    const detail: SealedGrade = { criteria, feedback: request.feedback, reason: request.reason };
    const same = isSame(before, detail);
    const isRepeated = same && before.reason === request.reason && graderId === actorId;
    if (before.number === request.replaces + 1 && isRepeated) return { work, grade: before };
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
    return { work, grade: { number: done.number, percentage, passed } };
  }

  async #standing(
    manager: EntityManager,
    organizationId: string,
    submissionId: string,
    userId: string,
  ): Promise<{ grade: GivenGrade; graderId: string | null }> {
    const grades = await this.queries.grades(manager, organizationId, [submissionId]);
    const [standing] = grades.get(submissionId) ?? [];
    if (!standing) throw new GradeNotChangeableError('not-given');
    const texts = await this.#texts(manager, userId, [standing.detail_cipher]);
    return { grade: toGiven(standing, texts), graderId: standing.graded_by };
  }

  /** By what they are sealed in; none when what the learner wrote was erased. */
  async #texts(
    manager: EntityManager,
    userId: string,
    sealed: readonly Buffer[],
  ): Promise<Map<Buffer, string>> {
    const texts = await this.vault.openAll(manager, userId, sealed).catch((error: unknown): string[] => {
      if (error instanceof WritingErasedError) return [];
      throw error;
    });
    return new Map(texts.map((text, index) => [sealed[index]!, text]));
  }
}

function toGiven(row: GradeRow, texts: ReadonlyMap<Buffer, string>): GivenGrade {
  const { criteria, feedback, reason } = readSealedGrade(texts.get(row.detail_cipher) ?? '');
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

/** The same points and words: nobody would see what was changed. */
function isSame(before: GivenGrade, after: SealedGrade): boolean {
  const said = ({ criteria, feedback }: Pick<SealedGrade, 'criteria' | 'feedback'>) =>
    JSON.stringify([feedback, criteria.map(({ key, points, feedback: words }) => [key, points, words])]);
  return said(before) === said(after);
}
