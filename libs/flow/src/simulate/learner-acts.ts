import { submissionEvent, type DatedEvent } from '../learner/fact-events.ts';
import type { AssessmentFact, ModuleFacts } from '../model/facts.ts';
import type { Instant } from '../model/instant.ts';
import { DAY, HOUR, MINUTE } from '../time/durations.ts';
import type { Behaviour } from './scenario.ts';

/** Something the learner or a grader does in a module at a moment. */
export type Act = { at: Instant; module: string; title: string } & (
  | { kind: 'lesson'; last: boolean }
  | { kind: 'submitted'; attempt: number }
  | { kind: 'graded'; grade: AssessmentFact & { passed: boolean; percentage: number } }
);

/** What an act that is about an assessment puts into its history. */
function factOf(act: Exclude<Act, { kind: 'lesson' }>): AssessmentFact {
  return act.kind === 'graded' ? act.grade : { kind: 'submitted', at: act.at, attempt: act.attempt };
}

/** The event that announces an act, with its data. */
export function eventOf(act: Act): Pick<DatedEvent, 'type' | 'data'> {
  const { module } = act;
  if (act.kind === 'lesson') return { type: 'lesson.completed', data: { module } };
  return submissionEvent(module, factOf(act));
}

/** The module as it is after an act. */
export function afterAct(module: ModuleFacts, act: Act): ModuleFacts {
  if (act.kind === 'lesson') return { ...module, lessonCompletions: [...module.lessonCompletions, act.at] };
  if (module.assessment === null) return module;
  const history = [...module.assessment.history, factOf(act)];
  return { ...module, assessment: { ...module.assessment, history } };
}

/** The line an act is worth in a dated list, if any. */
export function lineOf(act: Act): string | null {
  const { title } = act;
  if (act.kind === 'lesson') return act.last ? `Has read all of “${title}”.` : null;
  if (act.kind === 'graded' && act.grade.changed === true)
    return `The grade of “${title}” is changed: ${act.grade.passed ? 'passed' : 'not passed'}.`;
  if (act.kind === 'graded') return act.grade.passed ? `Passes “${title}”.` : `Does not pass “${title}”.`;
  return `Hands in “${title}”${act.attempt > 1 ? ` again (attempt ${act.attempt})` : ''}.`;
}

/** Nobody answers in the very instant: a minute at least. */
function after(moment: Instant, length: number): Instant {
  return moment + Math.max(MINUTE, Math.round(length));
}

function lessonActs(
  { key, requiredLessons, title }: ModuleFacts,
  from: Instant,
  starts: number,
  ends: number,
): Act[] {
  const acts: Act[] = [];
  for (let lesson = 1; lesson <= requiredLessons; lesson += 1) {
    const at = after(from, (starts + (lesson / requiredLessons) * (ends - starts)) * DAY);
    acts.push({ at, module: key, title, kind: 'lesson', last: lesson === requiredLessons });
  }
  return acts;
}

function attemptActs(
  { key, title }: ModuleFacts,
  attempt: number,
  at: Instant,
  hours: number,
  { passed, percentage }: { passed: boolean; percentage: number },
): [Act, Act] {
  const gradedAt = after(at, hours * HOUR);
  return [
    { at, module: key, title, kind: 'submitted', attempt },
    {
      at: gradedAt,
      module: key,
      title,
      kind: 'graded',
      grade: { kind: 'graded', at: gradedAt, attempt, passed, percentage, submittedAt: at },
    },
  ];
}

/** The same act, so much later. */
export function later(act: Act, by: number): Act {
  const at = act.at + by;
  if (act.kind !== 'graded') return { ...act, at };
  const submittedAt = (act.grade.submittedAt ?? act.grade.at) + by;
  return { ...act, at, grade: { ...act.grade, at, submittedAt } };
}

/** Percentages of a grade when a behaviour names none. */
const USUAL = { passed: 85, failed: 40 };

/** Everything the learner will do in a module that opens at `from`. */
export function actsIn(module: ModuleFacts, behaviour: Behaviour, from: Instant): Act[] {
  const { lessonsAfterDays, handsInAfterDays, result, gradedAfterHours, retriesAfterDays } = behaviour;
  const acts =
    lessonsAfterDays === null
      ? []
      : lessonActs(module, from, behaviour.startsAfterDays ?? 0, lessonsAfterDays);
  if (module.assessment === null || handsInAfterDays === null) return acts;
  const handedIn = after(from, handsInAfterDays * DAY);
  const grade = { passed: result === 'passed', percentage: behaviour.percentage ?? USUAL[result] };
  const [submitted, graded] = attemptActs(module, 1, handedIn, gradedAfterHours, grade);
  acts.push(submitted, graded);
  if (result === 'passed' || retriesAfterDays === undefined || module.assessment.maxAttempts < 2) return acts;
  const again = after(graded.at, retriesAfterDays * DAY);
  const pass = { passed: true, percentage: USUAL.passed };
  acts.push(...attemptActs(module, 2, again, gradedAfterHours, pass));
  return acts;
}
