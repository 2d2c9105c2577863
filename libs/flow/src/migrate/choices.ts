import { canonicalJson } from '../compile/canonical-json.ts';
import { rulesOf } from '../kinds/registry.ts';
import type { StepId } from '../model/definition.ts';
import type { MigrationPlan, MigrationScope, StepChoice } from '../model/migration.ts';
import type { Plan } from '../model/plan.ts';

/**
 * What another version makes of a step, for whoever stands there: `timed`: the moment it lets people go by time is another;
 * `changed`: something else about it is; `replaced`: it is of another kind now.
 */
export type StepFate = 'same' | 'changed' | 'timed' | 'replaced' | 'removed';

const differs = (a: unknown, b: unknown) => canonicalJson({ a }) !== canonicalJson({ a: b });

/** What the version `to` makes of a step that people stand at in `from`. */
export function fateOf(from: Plan, to: Plan, stepId: StepId): StepFate {
  const before = from.steps[stepId];
  const after = to.steps[stepId];
  if (before === undefined || after === undefined) return 'removed';
  if (before.step.kind !== after.step.kind) return 'replaced';
  const old = before.step.config as Record<string, unknown>;
  const changed = after.step.config as Record<string, unknown>;
  const timing = rulesOf(after.step).timing ?? [];
  if (timing.length > 0 && before.previous !== after.previous) return 'timed';
  if (timing.some((field) => differs(old[field], changed[field]))) return 'timed';
  return differs(old, changed) ? 'changed' : 'same';
}

/** What the author may choose for the people at a step. The first is what the engine proposes. */
export function choicesFor(
  from: Plan,
  to: Plan,
  stepId: StepId,
  scope: MigrationScope,
): Array<StepChoice['do']> {
  if (scope === 'newOnly') return ['keep'];
  const fate = fateOf(from, to, stepId);
  if (scope === 'nextStep') return ['follow', 'keep', 'redirect', 'exit'];
  if (fate === 'removed') return ['keep', 'redirect', 'exit'];
  if (fate === 'replaced') return ['keep', 'follow', 'redirect', 'exit'];
  const step = to.steps[stepId]?.step;
  const dated = step !== undefined && rulesOf(step).keepsDate === true;
  if (fate !== 'timed') return ['follow', 'keep', 'redirect', 'exit'];
  return dated ? ['retime', 'follow', 'keep', 'redirect', 'exit'] : ['retime', 'keep', 'redirect', 'exit'];
}

/** What is done with the people at a step: what the author chose where that is possible, else what is proposed. */
export function choiceAt(migration: MigrationPlan, from: Plan, to: Plan, stepId: StepId): StepChoice {
  const possible = choicesFor(from, to, stepId, migration.scope);
  const chosen = Object.hasOwn(migration.steps, stepId) ? migration.steps[stepId] : undefined;
  if (chosen !== undefined && possible.includes(chosen.do)) {
    if (chosen.do !== 'redirect' || to.steps[chosen.to] !== undefined) return chosen;
  }
  const proposed = possible[0] ?? 'keep';
  return proposed === 'redirect' ? { do: 'keep' } : { do: proposed };
}
