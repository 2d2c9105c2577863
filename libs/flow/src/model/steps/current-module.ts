import type { Step } from '../definition.ts';
import type { PlanStep } from '../plan.ts';
import type { Frame } from '../state.ts';

/** In a config, in the place of a module's key: the module that the block around the step is at. */
export const CURRENT_MODULE = '@current';

/**
 * The modules that a key in a config stands for.
 *
 * @param around those that the block around the step goes through; null: it stands in none
 */
export function modulesMeant(key: string, around: readonly string[] | null | undefined): readonly string[] {
  return key === CURRENT_MODULE ? (around ?? []) : [key];
}

/** The same config with the module filled in that a block is at. */
export function atModule<T>(value: T, module: string): T {
  if (value === CURRENT_MODULE) return module as T;
  if (Array.isArray(value)) return value.map((item: unknown) => atModule(item, module)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, atModule(inner, module)])) as T;
}

/** The module that the blocks around a token are at; null: the step stands in no block that goes through modules. */
export function currentModule(planStep: Pick<PlanStep, 'each'>, scope: readonly Frame[]): string | null {
  const { each } = planStep;
  return each === null ? null : (scope.findLast(({ stepId }) => stepId === each.stepId)?.way ?? null);
}

const resolved = new WeakMap<PlanStep, Map<string, PlanStep>>();

/** A step as it is for a token in these blocks: the current module is the one that they are at. */
export function stepIn(planStep: PlanStep, scope: readonly Frame[]): PlanStep {
  const module = currentModule(planStep, scope);
  if (module === null) return planStep;
  let known = resolved.get(planStep);
  if (known === undefined) resolved.set(planStep, (known = new Map()));
  let step = known.get(module);
  if (step === undefined) {
    const previous = planStep.each?.previous[module] ?? planStep.previous;
    step = {
      ...planStep,
      step: { ...planStep.step, config: atModule(planStep.step.config, module) } as Step,
      module: planStep.module === CURRENT_MODULE ? module : planStep.module,
      previous,
    };
    known.set(module, step);
  }
  return step;
}
