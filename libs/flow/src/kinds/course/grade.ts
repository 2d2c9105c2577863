import { attemptsAt, gradesAt } from '../../learner/progress.ts';
import type { StepOf } from '../../model/definition.ts';
import type { AssessmentFact, ModuleFacts } from '../../model/facts.ts';
import type { Instant } from '../../model/instant.ts';
import type { Token } from '../../model/state.ts';
import { taskDueAt } from '../asking/decisions.ts';
import { notDone } from '../effect-outcomes.ts';
import {
  reasonFor,
  type Cause,
  type Decision,
  type RunView,
  type StepRules,
  type Visit,
} from '../step-rules.ts';

/** Until when a token that waits here waits for the grade; null: as long as it takes. */
export function gradeDueAt(
  { within: due, zone }: StepOf<'grade'>['config'],
  token: Readonly<Token>,
  view: RunView,
): Instant | null {
  return taskDueAt({ due, zone }, token, view);
}

/** The attempt that is to be graded: the last one that was there when the step began. */
function attemptAt(module: ModuleFacts, { triedAt }: Readonly<Token>): number | null {
  return attemptsAt(module, triedAt).at(-1) ?? null;
}

function waitForGrade(visit: Visit<'grade'>, cause: Cause, grade: AssessmentFact | undefined): Decision {
  if (grade !== undefined)
    return { do: 'leave', port: grade.passed === true ? 'passed' : 'failed', reason: reasonFor(cause) };
  const due = gradeDueAt(visit.config, visit.token, visit);
  if (due !== null && due <= visit.at) return { do: 'leave', port: 'timeout', reason: 'time' };
  return { do: 'wait', until: due };
}

/**
 * Has what was handed in last graded, by the same process that handing it in begins: one that has given up begins again, and
 * what has its grade is not graded twice. Unlike a gate (`assess`) it waits for no work: whoever has handed in nothing goes
 * by `missing` at once.
 */
export const grade: StepRules<'grade'> = {
  ports: ({ within }) =>
    within === undefined
      ? ['passed', 'failed', 'missing', 'error']
      : ['passed', 'failed', 'missing', 'timeout', 'error'],
  listens: () => ['submission.graded'],
  timing: ['within', 'zone'],
  takesTime: ({ within }, port) => port === 'timeout' && within !== undefined && within.amount > 0,
  decide(visit, cause) {
    const { config, facts, at, token } = visit;
    const module = facts.modules.find(({ key }) => key === config.module);
    if (module === undefined || module.assessment === null) {
      const detail = `The course this learner is on has no assessment in the module “${config.module}”. Skip the step.`;
      return { do: 'block', problem: { code: 'flow.assessment-missing', detail } };
    }
    const attempt = attemptAt(module, token);
    if (attempt === null) return { do: 'leave', port: 'missing', reason: reasonFor(cause) };
    const graded = gradesAt(module, at).find((fact) => fact.attempt === attempt);
    const decision = waitForGrade(visit, cause, graded);
    if (decision.do !== 'wait') return decision;
    if (cause.kind === 'effect' && cause.outcome !== 'done') return notDone(cause, 'Grading');
    if (cause.kind !== 'entered') return decision;
    const given = { module: module.key, attempt, by: config.by };
    return { ...decision, emit: [{ type: 'effect', kind: 'grade', given }] };
  },
};
