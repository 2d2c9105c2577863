import type { CourseProgress, LearnerModule } from '@gradus/contracts';
import type { RunClock } from '@gradus/database';
import type { CompletionGap, FactsView, Speech } from '@gradus/flow';
import { sayClosed, unlockSentences } from './unlock-sentences.ts';
import type { EnrollmentRow, ModuleRow } from './progress.queries.ts';

type AssessmentState = NonNullable<LearnerModule['assessment']>['state'];

/** One week as the learner sees it. Times are on the learner's own clock, sentences on the reader's. */
export function moduleView(row: ModuleRow, facts: FactsView, clock: RunClock, speech: Speech): LearnerModule {
  const completed = facts.modules[row.key]?.completed === true;
  const onClock = (at: Date | string | null) =>
    at === null ? null : new Date(clock.toVirtual(new Date(at))).toISOString();
  return {
    id: row.id,
    key: row.key,
    position: row.position,
    phaseKey: row.phase_key,
    title: row.title,
    summary: row.summary,
    state: row.open ? (completed ? 'completed' : 'open') : row.unlock_at ? 'scheduled' : 'locked',
    unlockAt: onClock(row.unlock_at),
    expectedAt: onClock(row.expected_at),
    because: row.open ? [] : [...closedLine(row), ...unlockSentences(row.because, speech)],
    lessons: row.lessons.map((lesson) => ({ ...lesson, completedAt: onClock(lesson.completedAt) })),
    assessment: row.assessment && assessmentView(row.assessment),
  };
}

/** A week that was open and is not any more: why, in the words of the school. */
function closedLine({ closed_because }: ModuleRow): Array<{ code: string; text: string }> {
  return closed_because === null ? [] : [{ code: 'module.closed', text: sayClosed(closed_because) }];
}

function assessmentView({
  id,
  title,
  maxAttempts,
  hasDraft,
  submissions,
}: NonNullable<ModuleRow['assessment']>): NonNullable<LearnerModule['assessment']> {
  const grades = submissions.filter(({ percentage }) => percentage !== null);
  const passed = grades.filter((grade) => grade.passed);
  const counting = passed.length > 0 ? passed : grades.slice(-1);
  return {
    id,
    title,
    state: assessmentState(submissions, passed.length > 0, hasDraft),
    percentage:
      counting.length > 0 ? Math.max(...counting.map(({ percentage }) => Number(percentage))) : null,
    attemptsUsed: submissions.length,
    maxAttempts,
  };
}

/** A pass stays a pass. Trouble on our side is nothing a learner can do about: it looks like grading. */
function assessmentState(
  submissions: Array<{ state: string }>,
  passed: boolean,
  hasDraft: boolean,
): AssessmentState {
  if (passed) return 'passed';
  const last = submissions.at(-1);
  if (!last) return hasDraft ? 'draft' : 'none';
  if (last.state === 'graded') return 'failed';
  return last.state === 'in_review' || last.state === 'submitted' ? last.state : 'grading';
}

/** What is still to do, a line for each unfinished module. */
export function missingLines(gaps: CompletionGap[]): Array<{ code: string; text: string }> {
  return gaps.map((gap) => {
    const parts = [
      gap.lessonsMissing > 0 &&
        `${gap.lessonsMissing} ${gap.lessonsMissing === 1 ? 'lesson' : 'lessons'} to read`,
      ASSIGNMENT[gap.assessment],
    ].filter(Boolean);
    return { code: 'module.incomplete', text: `Week ${gap.position}, ${gap.title}: ${parts.join(' and ')}.` };
  });
}

const ASSIGNMENT: Record<CompletionGap['assessment'], string | null> = {
  none: null,
  passed: null,
  open: 'the assignment to hand in',
  submitted: 'the assignment to be graded',
  failed: 'the assignment to pass',
};

/** Null when nothing was ever to pay. */
export function paymentView(row: EnrollmentRow): CourseProgress['payment'] {
  if (!row.order_state) return null;
  return {
    state: row.order_state === 'refunded' ? 'cancelled' : row.order_state,
    checkoutUrl: row.state === 'pending' ? row.checkout_url : null,
    price: {
      amount: Number(row.order_amount).toFixed(2),
      currency: row.order_currency ?? row.currency,
    },
  };
}

/** Of one that was revoked the page says so. */
export function credentialView(row: EnrollmentRow, publicUrl: string): CourseProgress['credential'] {
  if (!row.credential_id || !row.credential_state) return null;
  const hasPage = row.credential_state === 'issued' || row.credential_state === 'revoked';
  return {
    id: row.credential_id,
    state: row.credential_state,
    url: hasPage ? `${publicUrl}/credentials/${row.credential_id}` : null,
  };
}
