import { evaluateCondition } from '../conditions/evaluate-condition.ts';
import { FactsInView, ModuleInView, PhaseInView } from '../learner/views.ts';
import type { ScenarioModule } from '../simulate/scenario.ts';
import { sketchOf } from './condition-sketch.ts';

/** What is true of a learner: everything; nothing; only that the work is handed in, and graded it is not. */
type Doing = 'everything' | 'nothing' | 'handed in';

/** A learner of whom everything is yes, or everything no, or who waits for the grades; every number is the same. */
function learner(doing: Doing, number: number, modules: readonly ScenarioModule[]): FactsInView {
  const yes = doing === 'everything';
  const view = new FactsInView();
  view.requirementsMet = yes;
  view.awaitsGrade = doing === 'handed in';
  view.certified = yes;
  view.progress = Math.max(0, Math.min(100, number));
  view.daysSinceEnrollment = Math.max(0, Math.round(number));
  for (const { key, phase } of modules) {
    const module = new ModuleInView();
    for (const field of ['completed', 'graded', 'passed'] as const) module[field] = yes;
    for (const field of ['released', 'submitted'] as const) module[field] = doing !== 'nothing';
    module.lessonsDone = Math.max(0, Math.round(number));
    module.score = view.progress;
    view.modules[key] = module;
    view.phases[phase] = Object.assign(new PhaseInView(), { completed: yes, progress: view.progress });
  }
  return view;
}

/**
 * The answer that a condition gives for anybody: learners who have done all or nothing of every part that it can ask about, or
 * wait for their grades, with every number on either side of those it compares with. Null: it tells them apart, or hangs on what
 * no learner does.
 */
export function answerForAnybody(source: string, modules: readonly ScenarioModule[]): boolean | null {
  const { numbers, beyond } = sketchOf(source);
  if (beyond) return null;
  const points = [
    0,
    100,
    1_000,
    ...numbers.flatMap((number) => [number - 1, number - 0.01, number, number + 0.01, number + 1]),
  ];
  let answer: boolean | null = null;
  for (const number of points) {
    for (const doing of ['nothing', 'everything', 'handed in'] as const) {
      let holds: boolean;
      try {
        holds = evaluateCondition(source, learner(doing, number, modules), {});
      } catch {
        return null;
      }
      if (answer !== null && answer !== holds) return null;
      answer = holds;
    }
  }
  return answer;
}
