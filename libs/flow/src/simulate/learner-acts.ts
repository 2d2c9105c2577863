import type { AssessmentFact, ModuleFacts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import { DAY, HOUR, MINUTE } from '../time/durations.ts';
import type { Behaviour } from './scenario.ts';

/** Something the learner or a grader does to a module at a moment. */
export interface Act {
  at: Instant;
  event: 'lesson.completed' | 'submission.made' | 'submission.graded';
  data: Record<string, string | number | boolean>;
  /** The module as it is after this. */
  change(module: ModuleFacts): ModuleFacts;
  /** A line for the list; null: not worth one. */
  line: string | null;
}

/** Nobody answers in the very instant: a minute at least. */
function after(moment: Instant, length: number): Instant {
  return moment + Math.max(MINUTE, Math.round(length));
}

function lessonActs(module: ModuleFacts, from: Instant, days: number): Act[] {
  const { key, requiredLessons, title } = module;
  return Array.from({ length: requiredLessons }, (_, index) => {
    const at = after(from, ((index + 1) / requiredLessons) * days * DAY);
    return {
      at,
      event: 'lesson.completed',
      data: { module: key },
      change: (before) => ({ ...before, lessonCompletions: [...before.lessonCompletions, at] }),
      line: index + 1 === requiredLessons ? `Has read all of "${title}".` : null,
    };
  });
}

function withFact(module: ModuleFacts, fact: AssessmentFact): ModuleFacts {
  if (module.assessment === null) return module;
  const { assessment } = module;
  return { ...module, assessment: { ...assessment, history: [...assessment.history, fact] } };
}

function attemptActs(
  module: ModuleFacts,
  attempt: number,
  at: Instant,
  hours: number,
  passed: boolean,
): [Act, Act] {
  const { key, title } = module;
  const gradedAt = after(at, hours * HOUR);
  const percentage = passed ? 85 : 40;
  const grade: AssessmentFact = {
    kind: 'graded',
    at: gradedAt,
    attempt,
    passed,
    percentage,
    submittedAt: at,
  };
  return [
    {
      at,
      event: 'submission.made',
      data: { module: key, attempt },
      change: (before) => withFact(before, { kind: 'submitted', at, attempt }),
      line: `Hands in "${title}"${attempt > 1 ? ` again (attempt ${attempt})` : ''}.`,
    },
    {
      at: gradedAt,
      event: 'submission.graded',
      data: { module: key, attempt, passed, percentage },
      change: (before) => withFact(before, grade),
      line: passed ? `Passes "${title}".` : `Does not pass "${title}".`,
    },
  ];
}

/** Everything the learner will do in a module that opens at `from`. */
export function actsIn(module: ModuleFacts, behaviour: Behaviour, from: Instant): Act[] {
  const { lessonsAfterDays, handsInAfterDays, result, gradedAfterHours, retriesAfterDays } = behaviour;
  const acts = lessonsAfterDays === null ? [] : lessonActs(module, from, lessonsAfterDays);
  if (module.assessment === null || handsInAfterDays === null) return acts;
  const handedIn = after(from, handsInAfterDays * DAY);
  const [submitted, graded] = attemptActs(module, 1, handedIn, gradedAfterHours, result === 'passed');
  acts.push(submitted, graded);
  if (result === 'passed' || retriesAfterDays === undefined || module.assessment.maxAttempts < 2) return acts;
  const again = after(graded.at, retriesAfterDays * DAY);
  return [...acts, ...attemptActs(module, 2, again, gradedAfterHours, true)];
}
