import type { StepId } from '../model/definition.ts';
import type { Plan } from '../model/plan.ts';
import type { Token } from '../model/state.ts';
import { planFor, versionIn } from '../model/versions.ts';

/** Where a token that leaves a step comes to. */
export interface Landing {
  plan: Plan;
  stepId: StepId;
  /** Over a line that goes back. */
  back: boolean;
}

/** Whether both versions draw the step as one of the same kind, so that a visit of the one can go on in the other. */
export function sameKind(from: Plan, to: Plan, stepId: StepId): boolean {
  const kind = from.steps[stepId]?.step.kind;
  return kind !== undefined && kind === to.steps[stepId]?.step.kind;
}

/**
 * Where a token comes to that leaves its step by this port; null: nothing is connected there.
 *
 * One that enters another version when it leaves goes by that version's own line from the step where it draws it as one of
 * the same kind, else to the step that its old line leads to. While the new version knows neither, it goes on in the old one
 * and tries again at the next step.
 */
export function landingOf(plan: Plan, token: Readonly<Token>, port: string): Landing | null {
  const own = planFor(plan, token);
  const edge = own.steps[token.stepId]?.out[port];
  const next = token.next === undefined ? null : versionIn(plan, token.next.versionId);
  if (token.next === undefined || next === null || token.next.do === 'exit') {
    return edge === undefined ? null : { plan: own, stepId: edge.to, back: edge.back === true };
  }
  if (token.next.do === 'redirect' && next.steps[token.next.to] !== undefined) {
    return { plan: next, stepId: token.next.to, back: false };
  }
  const line = sameKind(own, next, token.stepId) ? next.steps[token.stepId]?.out[port] : undefined;
  if (line !== undefined) return { plan: next, stepId: line.to, back: line.back === true };
  if (edge === undefined) return null;
  const known = next.steps[edge.to] !== undefined;
  return { plan: known ? next : own, stepId: edge.to, back: edge.back === true };
}
