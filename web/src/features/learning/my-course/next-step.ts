import type { CourseProgress, LearnerModule } from '@gradus/contracts';

export type NextStep =
  | {
      kind: 'lesson';
      module: LearnerModule;
      lessonId: string;
      title: string;
      minutes: number;
      first: boolean;
    }
  | { kind: 'assignment'; module: LearnerModule; assessmentId: string; title: string; again: boolean }
  | { kind: 'grading'; module: LearnerModule }
  /** `spent`: a week that was not passed and whose attempts are used up. */
  | { kind: 'opening'; module: LearnerModule; spent: LearnerModule | null }
  | { kind: 'spent'; module: LearnerModule }
  | { kind: 'done' };

/** The one thing to do now: the first lesson, then the assignment, of the first open week; else what is waited for. */
export function nextStep(progress: Pick<CourseProgress, 'modules' | 'progress' | 'state'>): NextStep {
  const open = progress.modules.filter((module) => module.state === 'open');
  for (const module of open) {
    const lesson = module.lessons.find((each) => each.completedAt === null);
    if (lesson)
      return {
        kind: 'lesson',
        module,
        lessonId: lesson.id,
        title: lesson.title,
        minutes: lesson.minutes,
        first: progress.progress === 0,
      };
    const work = module.assessment;
    if (work && wantsWork(work))
      return {
        kind: 'assignment',
        module,
        assessmentId: work.id,
        title: work.title,
        again: work.state === 'failed',
      };
  }
  const graded = open.find((module) => module.assessment && isBeingGraded(module.assessment.state));
  const coming = progress.modules.find((module) => module.state === 'scheduled' || module.state === 'locked');
  const spent = open.find(({ assessment }) => assessment && isSpent(assessment)) ?? null;
  if (coming) return { kind: 'opening', module: coming, spent };
  if (graded) return { kind: 'grading', module: graded };
  return spent ? { kind: 'spent', module: spent } : { kind: 'done' };
}

type Work = NonNullable<LearnerModule['assessment']>;

function wantsWork(work: Work): boolean {
  if (work.state === 'none' || work.state === 'draft') return true;
  return work.state === 'failed' && work.attemptsUsed < work.maxAttempts;
}

function isSpent(work: Work): boolean {
  return work.state === 'failed' && work.attemptsUsed >= work.maxAttempts;
}

export function isBeingGraded(state: Work['state']): boolean {
  return state === 'submitted' || state === 'grading' || state === 'in_review';
}
