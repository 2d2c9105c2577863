import { attemptsAllowedAt, attemptsAt, gradesAt } from '../../learner/progress.ts';
import type { StepOf } from '../../model/definition.ts';
import type { AssessmentFact, ModuleFacts } from '../../model/facts.ts';
import type { Instant } from '../../model/instant.ts';
import type { Token } from '../../model/state.ts';
import { addDuration } from '../../time/durations.ts';
import { frozenSince } from '../../time/pauses.ts';
import { afterBlackouts, type WaitContext } from '../time/end-of-wait.ts';
import {
  putOff,
  reasonFor,
  zoneOf,
  type Cause,
  type Decision,
  type StepRules,
  type Visit,
} from '../step-rules.ts';

/** When handing in is over for a gate reached then, counted without the time the run stood still; null: never. */
export function dueOf(
  config: StepOf<'assess'>['config'],
  begun: Instant,
  context: WaitContext,
): Instant | null {
  if (config.due === undefined) return null;
  const { facts, state, at } = context;
  const due = addDuration(begun, config.due, zoneOf(config.zone, facts));
  return afterBlackouts(due + frozenSince(state, begun, at), config, context);
}

/** When handing in is over for a token that waits here; null: never. */
export function dueAt(
  config: StepOf<'assess'>['config'],
  token: Readonly<Token>,
  view: WaitContext,
): Instant | null {
  const due = dueOf(config, token.triedAt, view);
  return due === null ? null : putOff(token, due);
}

/** The work that counts: handed in by `due`, however long the grading takes. */
interface Work {
  attempts: number[];
  grades: AssessmentFact[];
  /** Handed in and not graded yet. */
  open: boolean;
}

function workAt(module: ModuleFacts, at: Instant, due: Instant | null): Work {
  const byDue = due === null ? at : Math.min(at, due);
  const attempts = attemptsAt(module, byDue);
  const inTime = gradesAt(module, at).filter((grade) => (grade.submittedAt ?? grade.at) <= byDue);
  const graded = new Set(inTime.map((grade) => grade.attempt));
  return { attempts, grades: inTime, open: attempts.some((attempt) => !graded.has(attempt)) };
}

/** `passed`, `failed` or `missing` when the gate can say so now, else null. */
function verdict(work: Work, allowed: number, overdue: boolean): 'passed' | 'failed' | 'missing' | null {
  if (work.grades.some((grade) => grade.passed === true)) return 'passed';
  if (work.open) return null;
  if (work.grades.length >= allowed) return 'failed';
  if (!overdue) return null;
  return work.grades.length > 0 ? 'failed' : 'missing';
}

function judge(visit: Visit<'assess'>, cause: Cause): Decision {
  const { facts, at, config } = visit;
  const module = facts.modules.find(({ key }) => key === config.module);
  if (module === undefined || module.assessment === null) {
    const detail = `The course this learner is on has no assessment in the module “${config.module}”. Skip the step.`;
    return { do: 'block', problem: { code: 'flow.assessment-missing', detail } };
  }
  const due = dueAt(config, visit.token, visit);
  const overdue = due !== null && due <= at;
  const port = verdict(workAt(module, at, due), attemptsAllowedAt(module.assessment, at), overdue);
  if (port !== null) {
    return { do: 'leave', port, reason: cause.kind === 'time' && overdue ? 'time' : reasonFor(cause) };
  }
  return { do: 'wait', until: overdue ? null : due };
}

/** A gate: waits for the graded submission of a module until it is due. */
export const assess: StepRules<'assess'> = {
  ports: () => ['passed', 'failed', 'missing'],
  listens: () => ['submission.made', 'submission.graded'],
  timing: ['due', 'zone'],
  takesTime: ({ due }, port) => port === 'missing' && due !== undefined && due.amount > 0,
  decide: judge,
};
