import type { GradeDetail, RubricView, SubmissionDetail } from '@gradus/contracts';
import { type RunClock, type Vault, WritingErasedError } from '@gradus/database';
import type { EntityManager } from 'typeorm';
import type { AssessmentRow, SubmissionRow } from './assessments.queries.ts';
import type { HandInObstacle } from './assessment-errors.ts';
import { readSealedGrade } from './grades/sealed-grade.ts';

/** Opens what a learner wrote and what was said about it. Texts whose key was destroyed are shown as empty. */
export class SubmissionReader {
  readonly #vault: Vault;
  readonly #manager: EntityManager;
  readonly #userId: string;
  readonly #clock: RunClock;

  constructor(vault: Vault, manager: EntityManager, userId: string, clock: RunClock) {
    this.#vault = vault;
    this.#manager = manager;
    this.#userId = userId;
    this.#clock = clock;
  }

  async text(cipher: Buffer): Promise<string> {
    return this.#vault.open(this.#manager, this.#userId, cipher).catch((error: unknown) => {
      if (error instanceof WritingErasedError) return '';
      throw error;
    });
  }

  async detail(row: SubmissionRow): Promise<SubmissionDetail> {
    const grade = await this.#grade(row.grade);
    return {
      id: row.id,
      attempt: row.attempt,
      state: row.state,
      body: await this.text(row.body_cipher),
      submittedAt: this.#onClock(row.submitted_at),
      status: grade ? gradeSentence(grade) : STATUS[row.state],
      grade,
    };
  }

  async #grade(grade: SubmissionRow['grade']): Promise<GradeDetail | null> {
    if (!grade) return null;
    const { reason = '', ...detail } = readSealedGrade(await this.text(grade.detail_cipher));
    const { before } = grade;
    return {
      percentage: Number(grade.percentage),
      passed: grade.passed,
      ...detail,
      gradedBy: grade.graded_by ? 'instructor' : 'machine',
      gradedAt: this.#onClock(grade.graded_at),
      changed: before && { fromPercentage: before.percentage, wasPassed: before.passed, reason },
    };
  }

  #onClock(at: Date): string {
    return new Date(this.#clock.toVirtual(at)).toISOString();
  }
}

const STATUS: Record<SubmissionRow['state'], string> = {
  draft: 'Not handed in yet.',
  submitted: 'Handed in. It is being graded.',
  grading: 'It is being graded.',
  in_review: 'Your instructor is looking at it.',
  graded: 'Graded.',
  blocked: 'Grading takes longer than usual. Your work is safe and nothing is needed from you.',
};

function gradeSentence({ passed, percentage }: GradeDetail): string {
  return passed ? `Passed with ${percentage} %.` : `Not passed yet: ${percentage} %.`;
}

/** What stands in the way of handing in, apart from the module's date. Null: nothing. */
export function obstacleOf(
  assessment: Pick<AssessmentRow, 'enrollment_id' | 'enrollment_state' | 'max_attempts'>,
  submissions: ReadonlyArray<Pick<SubmissionRow, 'state'>>,
): HandInObstacle | null {
  if (!assessment.enrollment_id)
    return { code: 'not-enrolled', sentence: 'You are not enrolled in this course.' };
  if (assessment.enrollment_state !== 'active')
    return { code: 'not-active', sentence: `Your enrollment is ${assessment.enrollment_state}.` };
  if (submissions.some(({ state }) => state !== 'graded'))
    return { code: 'under-way', sentence: 'What you handed in is still being graded.' };
  if (submissions.length >= assessment.max_attempts)
    return {
      code: 'no-attempts-left',
      sentence: `You have used all ${assessment.max_attempts} attempts.`,
    };
  return null;
}

/** Without what grading goes by. */
export function rubricView(criteria: AssessmentRow['criteria']): RubricView {
  return criteria.map(({ key, title, description, points, ratings }) => ({
    key,
    title,
    description,
    points,
    ratings: ratings.map((rating) => ({
      title: rating.title,
      points: rating.points,
      description: rating.description,
    })),
  }));
}
