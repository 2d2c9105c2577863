import type { ModuleFacts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import { isOpen } from './module-access.ts';
import { gradesAt, isUngraded, lessonsDoneAt } from './progress.ts';
import { ModuleInView } from './views.ts';

/** One module at one moment: what a condition sees of it, and how much of what it asks for is done. */
export interface ModuleStanding {
  readonly view: Readonly<ModuleInView>;
  /** Required lessons and assessments done, and asked for. */
  readonly done: number;
  readonly required: number;
  /** Work is handed in that is not graded yet, and nothing has passed so far. */
  readonly awaitsGrade: boolean;
  /** From this moment on the module stands like this, as far as its facts go; null: news lies ahead. */
  readonly settledSince: Instant | null;
}

/** The last moment at which anything happened in a module. */
function lastNews({ releasedAt, closed, lessonCompletions, assessment }: ModuleFacts): Instant {
  let last = releasedAt ?? Number.NEGATIVE_INFINITY;
  for (const { from, until } of closed ?? []) last = Math.max(last, from, until ?? from);
  for (const at of lessonCompletions) last = Math.max(last, at);
  for (const { at } of assessment?.history ?? []) last = Math.max(last, at);
  return last;
}

/** Where a module stands at `at`. */
export function standingAt(module: ModuleFacts, at: Instant): ModuleStanding {
  const grades = gradesAt(module, at);
  const asked = module.assessment === null ? 0 : 1;
  const view = new ModuleInView();
  view.released = isOpen(module, at);
  view.lessonsDone = lessonsDoneAt(module, at);
  view.passed = grades.some((grade) => grade.passed === true);
  view.completed = view.lessonsDone >= module.requiredLessons && (asked === 0 || view.passed);
  view.submitted =
    module.assessment?.history.some((fact) => fact.kind === 'submitted' && fact.at <= at) ?? false;
  view.graded = grades.length > 0;
  view.score = grades.reduce((best, { percentage }) => Math.max(best, percentage ?? 0), 0);
  const news = lastNews(module);
  return {
    view,
    done: view.lessonsDone + (view.passed ? 1 : 0),
    required: module.requiredLessons + asked,
    awaitsGrade: !view.passed && isUngraded(module, grades, at),
    settledSince: news <= at ? news : null,
  };
}

let last: { modules: readonly ModuleFacts[]; standings: readonly ModuleStanding[] } | null = null;

/**
 * Where each of these modules stands at `at`, in their order. Modules that nothing has happened to since the last time
 * somebody asked keep their standing: facts are never written to, so the same object is the same history.
 */
export function standingsAt(modules: readonly ModuleFacts[], at: Instant): readonly ModuleStanding[] {
  const before = last;
  const standings = modules.map((module, index) => {
    const known = before?.modules[index] === module ? before.standings[index] : undefined;
    const holds = known !== undefined && known.settledSince !== null && known.settledSince <= at;
    return holds ? known : standingAt(module, at);
  });
  last = { modules, standings };
  return standings;
}
