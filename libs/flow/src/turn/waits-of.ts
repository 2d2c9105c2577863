import { rulesOf } from '../kinds/registry.ts';
import { eventsThatDecide } from '../learner/fact-events.ts';
import type { StepId } from '../model/definition.ts';
import type { Plan } from '../model/plan.ts';
import type { RunState, Token } from '../model/state.ts';
import { planFor, stepOf } from '../model/versions.ts';
import { goalsOfRun } from './goals.ts';

/** A token's wait for events of one type. The run's own waits (exits, goals) stand at the trigger, as visit 0. */
export interface Wait {
  stepId: StepId;
  visit: number;
  eventType: string;
}

/** Whether an event could move this token: one that is held must hear it too, one blocked on an effect may be mended. */
export function listensNow(token: Token): boolean {
  if (token.status === 'waiting') return true;
  if (token.status === 'held') return token.heldFrom?.status === 'waiting' || effectProblem(token);
  return token.status === 'blocked' && effectProblem(token);
}

/** Whether the token is blocked (or was when it was held) over an effect: news of it can still set that right. */
export function effectProblem(token: Token): boolean {
  return token.problem !== null && token.problem.code.startsWith('flow.effect-');
}

/** The plans of every version the run stands on. */
function plansOf(plan: Plan, state: RunState): Plan[] {
  return state.tokens.length === 0 ? [plan] : state.tokens.map((token) => planFor(plan, token));
}

/** The event types that end the run: of every version it stands on. */
function exitsOf(plan: Plan, state: RunState): string[] {
  return [...new Set(plansOf(plan, state).flatMap(({ definition }) => definition.settings.exitOn))];
}

/** Whether an event of this type ends the run. */
export function endsRun(plan: Plan, state: RunState, eventType: string): boolean {
  return plansOf(plan, state).some(({ definition }) => definition.settings.exitOn.includes(eventType));
}

/** The event types each token waits for now; what no row names cannot move the run. */
export function waitsOf(plan: Plan, state: RunState): Wait[] {
  if (state.finished !== null || state.ending !== null) return [];
  const { trigger } = plan.definition;
  const goals = goalsOfRun(plan, state).flatMap(({ condition }) => eventsThatDecide(condition));
  const ofRun = [...new Set([...exitsOf(plan, state), ...goals])];
  const waits: Wait[] = ofRun.map((eventType) => ({ stepId: trigger, visit: 0, eventType }));
  for (const token of state.tokens) {
    const planStep = stepOf(plan, token);
    if (planStep === undefined || !listensNow(token)) continue;
    for (const eventType of rulesOf(planStep.step).listens(planStep.step.config)) {
      waits.push({ stepId: token.stepId, visit: token.visit, eventType });
    }
  }
  return waits;
}

/**
 * Whether an event of this type could change anything for the run as it stands. False: taking it moves the clock and nothing
 * else, so a driver that looks at ten thousand runs need not ask. Where it would take long to know, the answer is yes.
 */
export function couldMove(plan: Plan, state: RunState, eventType: string): boolean {
  if (state.finished !== null) return false;
  if (plan.goals.length > 0 || plan.beside !== undefined || state.blocks.length > 0) return true;
  if (plan.since.waits.length > 0) return true;
  if (plan.definition.settings.exitOn.includes(eventType)) return true;
  for (const token of state.tokens) {
    const planStep = plan.steps[token.stepId];
    if (planStep === undefined) return true;
    if (!listensNow(token)) continue;
    if (rulesOf(planStep.step).listens(planStep.step.config).includes(eventType)) return true;
  }
  return false;
}
