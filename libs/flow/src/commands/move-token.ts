import { fitsScope } from '../kinds/blocks/fits-scope.ts';
import type { EffectsAgain } from '../model/inputs.ts';
import type { StepId } from '../model/definition.ts';
import type { Plan } from '../model/plan.ts';
import type { Token } from '../model/state.ts';
import { planFor, versionIn } from '../model/versions.ts';
import { look } from '../turn/carry-out.ts';
import { depart, enter } from '../turn/tokens.ts';
import type { Turn } from '../turn/turn.ts';
import { accept, refuse, titleOf, type Answer } from './answers.ts';
import { calledOffIn, carryEffects, effectKeyOf, isCarriedOn } from './carried-effects.ts';

/** The version that draws the step: the token's own, else the one it is going over to, else the run's; null: none. */
function versionWith(plan: Plan, token: Token, stepId: StepId): Plan | null {
  const next = token.next === undefined ? null : versionIn(plan, token.next.versionId);
  const draws = [planFor(plan, token), next, plan].find(
    (one) => one !== null && Object.hasOwn(one.steps, stepId),
  );
  return draws ?? null;
}

/**
 * Takes a token out of its step and sets it down at another, as a new visit there. What was only planned for the step it
 * leaves is cancelled; what was done stays done, and a run it has called goes on if it is to be waited for once more. Where
 * an author sends the people at the step that is left, it is not sent any more: it follows the other version.
 */
export function moveToken(turn: Turn, token: Token, to: StepId, effects: EffectsAgain): Answer {
  const plan = versionWith(turn.plan, token, to);
  if (plan === null) {
    return refuse(`This version of the automation has no step “${to}”. Choose one that is in the drawing.`);
  }
  const target = plan.steps[to];
  if (to !== token.stepId && target !== undefined && !fitsScope(target, token.scope)) {
    return refuse(
      'A learner cannot be moved into a part whose ways are walked at once, nor out of it or to another of its ways. Choose a step of the same way, skip this one, or exit the run.',
    );
  }
  const from = titleOf(turn, token);
  const key = effectKeyOf(turn.state, token);
  carryEffects(plan, turn.state, to, token.scope, effects, calledOffIn(turn.facts.calls));
  depart(turn, token, null, 'moved', isCarriedOn(turn.state, token.stepId, key));
  if (token.next?.do === 'redirect') token.next = { versionId: token.next.versionId, do: 'follow' };
  look(turn, enter(turn, to, token, token.iteration, plan), { kind: 'entered' });
  return accept(`Moved from “${from}” to “${plan.steps[to]?.step.title ?? to}”.`);
}
