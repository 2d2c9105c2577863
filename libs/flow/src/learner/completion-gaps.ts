import type { Facts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import { assessmentStateAt, isComplete, lessonsDoneAt, type AssessmentState } from './progress.ts';

/** What one unfinished module still lacks. */
export interface CompletionGap {
  module: string;
  title: string;
  position: number;
  lessonsMissing: number;
  /** `passed` and `none` mean: only lessons are missing. */
  assessment: AssessmentState;
}

/** Why progress is not 100 %: every module that is not complete at `at`, in course order. Empty: requirements met. */
export function completionGaps(facts: Facts, at: Instant): CompletionGap[] {
  return facts.modules
    .filter((module) => !isComplete(module, at))
    .sort((a, b) => a.position - b.position)
    .map((module) => ({
      module: module.key,
      title: module.title,
      position: module.position,
      lessonsMissing: module.requiredLessons - lessonsDoneAt(module, at),
      assessment: assessmentStateAt(module, at),
    }));
}
