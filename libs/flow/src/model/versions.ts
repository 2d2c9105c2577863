import { stepIn } from './steps/current-module.ts';
import type { Plan, PlanStep } from './plan.ts';
import type { RunState, Token } from './state.ts';

/** The plan of a run with those of the other versions it stands on or moves to beside it. */
export function withVersions(plan: Plan, others: Iterable<Plan>): Plan {
  const beside: Record<string, Plan> = {};
  for (const other of others) if (other.versionId !== plan.versionId) beside[other.versionId] = other;
  return Object.keys(beside).length === 0 ? plan : { ...plan, beside };
}

/** The plan of a run's own version and those beside it. */
export const plansIn = (plan: Plan): Plan[] => [plan, ...Object.values(plan.beside ?? {})];

/** The plan of a version, when it is this one or beside it. */
export function versionIn(plan: Plan, versionId: string): Plan | null {
  return versionId === plan.versionId ? plan : (plan.beside?.[versionId] ?? null);
}

/** The plan a token goes by: that of the version it stands on. */
export function planFor(plan: Plan, token: Readonly<Token>): Plan {
  return versionIn(plan, token.versionId) ?? plan;
}

/** The step a token stands at, as its own version draws it and for the module that it is at; undefined when that version has no such step. */
export function stepOf(plan: Plan, token: Readonly<Token>): PlanStep | undefined {
  const planStep = planFor(plan, token).steps[token.stepId];
  return planStep === undefined ? undefined : stepIn(planStep, token.scope);
}

/** Every version whose plan the next turn of this run needs: where its tokens stand, and where they go next. */
export function versionsOf(state: RunState): string[] {
  const ids = new Set<string>();
  for (const token of state.tokens) {
    ids.add(token.versionId);
    if (token.next !== undefined) ids.add(token.next.versionId);
  }
  return [...ids];
}
