import { ConditionFailedError } from '../conditions/errors.ts';
import { evaluateCondition } from '../conditions/evaluate-condition.ts';
import { nextLook } from '../kinds/next-look.ts';
import { factsAt } from '../learner/facts-at.ts';
import type { StepId } from '../model/definition.ts';
import type { Plan } from '../model/plan.ts';
import type { RunState } from '../model/state.ts';
import { planFor } from '../model/versions.ts';
import { ZoneUnknownError } from '../time/zones.ts';
import { look } from './carry-out.ts';
import { clear, enter } from './tokens.ts';
import type { Turn } from './turn.ts';

/** A goal ahead, in the version that draws it, with its condition. */
interface Goal {
  plan: Plan;
  stepId: StepId;
  condition: string;
}

/** The goals of one version that this run has not come to: each counts once. */
export function goalsAhead(plan: Plan, state: Pick<RunState, 'visits'>): Goal[] {
  return plan.goals.flatMap((stepId) => {
    const step = plan.steps[stepId]?.step;
    if (step?.kind !== 'goal' || (state.visits[stepId] ?? 0) > 0) return [];
    return [{ plan, stepId, condition: step.config.condition }];
  });
}

/** The goals ahead in every version that the run stands on. */
export function goalsOfRun(plan: Plan, state: RunState): Goal[] {
  if (plan.goals.length === 0 && plan.beside === undefined) return [];
  const plans = new Set(state.tokens.map((token) => planFor(plan, token)));
  return [...plans].flatMap((one) => goalsAhead(one, state));
}

/** What cannot be answered is not reached. */
function orElse<T>(answer: () => T, otherwise: T): T {
  try {
    return answer();
  } catch (error) {
    if (error instanceof ConditionFailedError || error instanceof ZoneUnknownError) return otherwise;
    throw error;
  }
}

/**
 * Takes the run to the first goal whose condition has come true, from wherever it stands, and from there on; then to the
 * next one, if that is reached too. A paused run stays where it is until it is resumed. Answers whether it was taken.
 */
export function reachGoals(turn: Turn): boolean {
  const { plan, state, at } = turn;
  let ahead = goalsOfRun(plan, state);
  state.lookAt = null;
  if (state.paused || ahead.length === 0) return false;
  let taken = false;
  const holds = ({ condition }: Goal) =>
    orElse(() => evaluateCondition(condition, factsAt(turn.facts, at), state.vars), false);
  for (let reached = ahead.find(holds); reached !== undefined; reached = ahead.find(holds)) {
    taken = true;
    clear(turn, 'goal');
    look(turn, enter(turn, reached.stepId, null, 0, reached.plan), { kind: 'entered' });
    ahead = goalsOfRun(plan, state);
  }
  const looks = ahead.map(({ condition }) => orElse(() => nextLook(condition, turn.facts, at), null));
  const known = looks.filter((moment) => moment !== null);
  state.lookAt = known.length > 0 ? Math.min(...known) : null;
  return taken;
}
