import type { AssessmentFact, ModuleFacts, ModuleView } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import { gradesAt, lessonsDoneAt } from './progress.ts';

/** One module at one moment: what a condition sees of it, and how much of what it asks for is done. */
export interface ModuleStanding {
  readonly view: Readonly<ModuleView>;
  /** Required lessons and assessments done, and asked for. */
  readonly done: number;
  readonly required: number;
}

/** The grades that count, without the bookkeeping of {@link gradesAt} where there is no regrade to sort out. */
function countedGrades(module: ModuleFacts, at: Instant): AssessmentFact[] {
  const grades: AssessmentFact[] = [];
  for (const fact of module.assessment?.history ?? []) {
    if (fact.kind === 'graded' && fact.at <= at) grades.push(fact);
  }
  return grades.length > 1 ? [...gradesAt(module, at).values()] : grades;
}

function judge(module: ModuleFacts, at: Instant): ModuleStanding {
  const grades = countedGrades(module, at);
  const lessonsDone = lessonsDoneAt(module, at);
  const passed = grades.some((grade) => grade.passed === true);
  const asked = module.assessment === null ? 0 : 1;
  const view = {
    released: module.releasedAt !== null && module.releasedAt <= at,
    completed: lessonsDone >= module.requiredLessons && (asked === 0 || passed),
    lessonsDone,
    submitted: module.assessment?.history.some((fact) => fact.kind === 'submitted' && fact.at <= at) ?? false,
    graded: grades.length > 0,
    passed,
    score: grades.reduce((best, { percentage }) => Math.max(best, percentage ?? 0), 0),
  };
  return { view, done: lessonsDone + (passed ? 1 : 0), required: module.requiredLessons + asked };
}

/** The last moment at which anything happened in a module; from then on it stands as it stands. */
function lastNews({ releasedAt, lessonCompletions, assessment }: ModuleFacts): Instant {
  let last = releasedAt ?? Number.NEGATIVE_INFINITY;
  for (const at of lessonCompletions) last = Math.max(last, at);
  for (const { at } of assessment?.history ?? []) last = Math.max(last, at);
  return last;
}

const settled = new WeakMap<ModuleFacts, { since: Instant; standing: ModuleStanding }>();

/**
 * Where a module stands at `at`. Remembered for everything after its last news, so that a condition asked again does not
 * go through the histories of modules that nothing has happened to; facts are never written to.
 */
export function standingAt(module: ModuleFacts, at: Instant): ModuleStanding {
  const known = settled.get(module);
  if (known !== undefined && at >= known.since) return known.standing;
  const standing = judge(module, at);
  const since = known?.since ?? lastNews(module);
  if (at >= since) settled.set(module, { since, standing });
  return standing;
}
