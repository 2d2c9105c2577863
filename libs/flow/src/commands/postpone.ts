import { dueAt } from '../kinds/course/assess.ts';
import { gradeDueAt } from '../kinds/course/grade.ts';
import { timeoutAt } from '../kinds/time/wait-for.ts';
import type { Step, StepKind } from '../model/definition.ts';
import type { OperatorCommand, PutOff } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { PlanStep } from '../model/plan.ts';
import type { Token } from '../model/state.ts';
import { DAY } from '../time/durations.ts';
import { ZoneUnknownError } from '../time/zones.ts';
import { look } from '../turn/carry-out.ts';
import type { Turn } from '../turn/turn.ts';
import { accept, refuse, STATUS_WORDS, type Answer } from './answers.ts';

type Postpone = Extract<OperatorCommand, { name: 'postpone' }>;

/** Far beyond any course: a slip of the pen must not park somebody for centuries. */
const FARTHEST = 5 * 366 * DAY;

/** What a step of this kind does when its time has come, for steps whose own time can be put off. */
const TIMED: Partial<Record<StepKind, string>> = {
  wait: 'goes on',
  waitFor: 'gives up waiting',
  release: 'opens its module',
  assess: 'is due',
  grade: 'gives up waiting for the grade',
};

/** Whether a step has a time of its own that `postpone` can put off: a wait for something may have no limit. */
export function canBePutOff(step: Step): boolean {
  if (step.kind === 'waitFor') return step.config.timeout !== undefined;
  if (step.kind === 'assess') return step.config.due !== undefined;
  if (step.kind === 'grade') return step.config.within !== undefined;
  return TIMED[step.kind] !== undefined;
}

/** When the step's own time has come; a deadline may be an earlier look at the facts. */
function ownTime(turn: Turn, token: Token, planStep: PlanStep): Instant | null {
  const { step } = planStep;
  const view = { ...turn.view(), planStep };
  if (step.kind === 'waitFor') return timeoutAt(step.config, token, view);
  if (step.kind === 'assess') return dueAt(step.config, token, view);
  if (step.kind === 'grade') return gradeDueAt(step.config, token, view);
  return token.deadline;
}

function momentOf(to: PutOff, due: Instant | null): Instant | null {
  if (to.kind === 'until') return to.at;
  return due === null ? null : due + to.milliseconds;
}

function putOff(turn: Turn, token: Token, planStep: PlanStep, to: PutOff): Answer {
  const { kind, title } = planStep.step;
  const does = TIMED[kind];
  const due = ownTime(turn, token, planStep);
  if (does === undefined || (due === null && kind !== 'release')) {
    return refuse(`“${title}” does not wait for a time, so there is none to put off.`);
  }
  const at = momentOf(to, due);
  if (at === null) return refuse(`“${title}” has no date yet. Choose the day before which it must not open.`);
  if (at <= turn.at || at <= (due ?? 0)) {
    return refuse(`That is no later than “${title}” ${does} anyway. To bring it forward, release it now.`);
  }
  if (!(at - turn.at <= FARTHEST)) return refuse('That is more than five years away.');
  token.notBefore = at;
  look(turn, token, { kind: 'resumed', heard: false });
  return accept(`Put off: “${title}” ${does} no earlier than the new date.`);
}

/** Puts off the moment at which time alone moves a token on. What it waits for besides time still moves it. */
export function postpone(turn: Turn, token: Token, planStep: PlanStep, { to, seen }: Postpone): Answer {
  if (token.status !== 'waiting') {
    return refuse(`Only a step that waits can be put off; this one is ${STATUS_WORDS[token.status]}.`);
  }
  if (seen !== undefined && seen !== token.deadline) {
    return refuse(`The date of “${planStep.step.title}” has been changed meanwhile. Look at it again.`);
  }
  try {
    return putOff(turn, token, planStep, to);
  } catch (error) {
    if (error instanceof ZoneUnknownError) return refuse(error.message);
    throw error;
  }
}
