import type { AssessmentFact, Facts, ModuleFacts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';

/** Where a learner stands with a module's assessment. `none`: the module has none. `submitted`: not graded yet. */
export type AssessmentState = 'none' | 'open' | 'submitted' | 'failed' | 'passed';

/** Whether this fact is a grade, given by `at`. */
const isGiven = (fact: AssessmentFact, at: Instant): boolean => fact.kind === 'graded' && fact.at <= at;

/** Whether another grade of the same attempt counts at `at`: one given later, or as late and listed later. */
function isReplaced(history: readonly AssessmentFact[], index: number, at: Instant): boolean {
  const grade = history[index] as AssessmentFact;
  return history.some(
    (other, place) =>
      isGiven(other, at) &&
      other.attempt === grade.attempt &&
      (other.at > grade.at || (other.at === grade.at && place > index)),
  );
}

/** The grades that count at `at`: of each attempt the last one given, so that a changed grade replaces its forerunner. */
export function gradesAt({ assessment }: ModuleFacts, at: Instant): AssessmentFact[] {
  const history = assessment?.history ?? [];
  // Asked for every module at every moment of a simulation: without a map of its own.
  return history.filter((fact, index) => isGiven(fact, at) && !isReplaced(history, index, at));
}

/** Since when, for each attempt that counts as passed at `at`, it has: a better pass does not make the pass a later one. */
function passesAt(module: ModuleFacts, at: Instant): Instant[] {
  const since = new Map<number, Instant>();
  const grades = (module.assessment?.history ?? []).filter((fact) => isGiven(fact, at));
  for (const grade of grades.sort((a, b) => a.at - b.at)) {
    if (grade.passed !== true) since.delete(grade.attempt);
    else if (!since.has(grade.attempt)) since.set(grade.attempt, grade.at);
  }
  return [...since.values()];
}

/** The attempts handed in by `at`, each once, ascending. */
export function attemptsAt(module: ModuleFacts, at: Instant): number[] {
  const attempts = new Set<number>();
  for (const fact of module.assessment?.history ?? []) {
    if (fact.kind === 'submitted' && fact.at <= at) attempts.add(fact.attempt);
  }
  return [...attempts].sort((a, b) => a - b);
}

/** How often work may be handed in, by what the school had allowed at `at`. */
export function attemptsAllowedAt(
  { maxAttempts, extraAttempts = [] }: NonNullable<ModuleFacts['assessment']>,
  at: Instant,
): number {
  return maxAttempts + extraAttempts.filter((allowed) => allowed <= at).length;
}

/** Whether work is handed in by `at` whose attempt has none of these grades, which are those that count then ({@link gradesAt}). */
export function isUngraded(
  { assessment }: ModuleFacts,
  grades: readonly AssessmentFact[],
  at: Instant,
): boolean {
  const awaitsGrade = ({ kind, at: handedIn, attempt }: AssessmentFact) =>
    kind === 'submitted' && handedIn <= at && !grades.some((grade) => grade.attempt === attempt);
  return assessment?.history.some(awaitsGrade) ?? false;
}

/** Where the learner stands with the module's assessment at `at`. A pass stays a pass whatever is handed in later. */
export function assessmentStateAt(module: ModuleFacts, at: Instant): AssessmentState {
  if (module.assessment === null) return 'none';
  const grades = gradesAt(module, at);
  if (grades.some(({ passed }) => passed === true)) return 'passed';
  if (isUngraded(module, grades, at)) return 'submitted';
  return grades.length > 0 ? 'failed' : 'open';
}

/** How many of the module's required lessons were done by `at`. */
export function lessonsDoneAt(module: ModuleFacts, at: Instant): number {
  let done = 0;
  for (const completion of module.lessonCompletions) if (completion <= at) done += 1;
  return Math.min(done, module.requiredLessons);
}

/**
 * When the module, as it stands at `at`, became complete: all required lessons done and, if it has an assessment, a
 * passing grade. Null: it is not. A module that asks for nothing is complete from enrollment.
 */
export function completedAt(module: ModuleFacts, facts: Facts, at: Instant): Instant | null {
  let since = facts.enrolledAt;
  if (lessonsDoneAt(module, at) < module.requiredLessons) return null;
  const lastLesson = [...module.lessonCompletions].sort((a, b) => a - b)[module.requiredLessons - 1];
  if (lastLesson !== undefined) since = Math.max(since, lastLesson);
  if (module.assessment === null) return since;
  const passes = passesAt(module, at);
  if (passes.length === 0) return null;
  return Math.max(since, Math.min(...passes));
}

/** Whether the module is complete at `at`: the question to which {@link completedAt} answers with a moment. */
export function isComplete(module: ModuleFacts, at: Instant): boolean {
  if (lessonsDoneAt(module, at) < module.requiredLessons) return false;
  return module.assessment === null || assessmentStateAt(module, at) === 'passed';
}

/**
 * How often, by `at`, the module had been complete and was it no longer, because a grade was changed. 0 for the first
 * completion, 1 for the one after it was undone: which of them it is that is announced.
 */
export function completionsUndone(module: ModuleFacts, at: Instant): number {
  const history = module.assessment?.history ?? [];
  if (!history.some(({ changed }) => changed === true)) return 0;
  const moments = new Set([...module.lessonCompletions, ...history.map((fact) => fact.at)]);
  let undone = 0;
  let complete = false;
  for (const moment of [...moments].filter((one) => one <= at).sort((a, b) => a - b)) {
    const before = complete;
    complete = isComplete(module, moment);
    if (before && !complete) undone += 1;
  }
  return undone;
}

/** Required items (lessons and assessments) done and asked for. */
export interface Progress {
  done: number;
  required: number;
  /** 0-100, two decimals; 100 if and only if everything is done. */
  percent: number;
}

/** The share of all required lessons and assessments of these modules that is done at `at`. */
export function progressOf(modules: readonly ModuleFacts[], at: Instant): Progress {
  let done = 0;
  let required = 0;
  for (const module of modules) {
    done += lessonsDoneAt(module, at);
    required += module.requiredLessons;
    if (module.assessment === null) continue;
    required += 1;
    if (assessmentStateAt(module, at) === 'passed') done += 1;
  }
  return progressFrom({ done, required });
}

/** The progress that so many required items of so many are. */
export function progressFrom({ done, required }: Pick<Progress, 'done' | 'required'>): Progress {
  if (done === required) return { done, required, percent: 100 };
  return { done, required, percent: Math.min(99.99, Math.round((done / required) * 10_000) / 100) };
}
