import type { Facts, FactsView, ModuleFacts, ModuleView } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import { daysBetween } from '../time/durations.ts';
import {
  assessmentStateAt,
  attemptsAt,
  completedAt,
  gradesAt,
  lessonsDoneAt,
  progressOf,
} from './progress.ts';

/** Whether something dated had happened by `at`. */
export function happened(moment: Instant | null, at: Instant): boolean {
  return moment !== null && moment <= at;
}

function moduleViewAt(module: ModuleFacts, facts: Facts, at: Instant): ModuleView {
  const grades = [...gradesAt(module, at).values()];
  return {
    released: happened(module.releasedAt, at),
    completed: completedAt(module, facts, at) !== null,
    lessonsDone: lessonsDoneAt(module, at),
    submitted: attemptsAt(module, at).length > 0,
    graded: grades.length > 0,
    passed: assessmentStateAt(module, at) === 'passed',
    score: Math.max(0, ...grades.map((grade) => grade.percentage ?? 0)),
  };
}

function phasesAt(facts: Facts, modules: FactsView['modules'], at: Instant): FactsView['phases'] {
  const byPhase = new Map<string, ModuleFacts[]>();
  for (const module of facts.modules) {
    byPhase.set(module.phase, [...(byPhase.get(module.phase) ?? []), module]);
  }
  const phases: FactsView['phases'] = {};
  for (const [phase, members] of byPhase) {
    phases[phase] = {
      completed: members.every((module) => modules[module.key]?.completed === true),
      progress: progressOf(members, at).percent,
    };
  }
  return phases;
}

/**
 * The facts as they stood at `at`: everything dated later is unknown. This is what a condition sees, and the reason
 * why a turn two hours late decides as it would have decided in time.
 *
 * @throws ZoneUnknownError when the learner's zone is not a zone
 */
export function factsAt(facts: Facts, at: Instant): FactsView {
  const modules: FactsView['modules'] = {};
  for (const module of facts.modules) modules[module.key] = moduleViewAt(module, facts, at);
  return {
    progress: progressOf(facts.modules, at).percent,
    requirementsMet: Object.values(modules).every((module) => module.completed),
    certified: happened(facts.credential.issuedAt, at),
    daysSinceEnrollment: daysBetween(facts.enrolledAt, at, facts.learnerZone),
    modules,
    phases: phasesAt(facts, modules, at),
  };
}
