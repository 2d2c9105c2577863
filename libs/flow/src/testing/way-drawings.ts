import type { JoinRule } from '../model/steps/blocks.ts';
import type { Step, StepOf } from '../model/definition.ts';

/** A split with ways named by letters, in these shares. */
export function splitStep(percents: Record<string, number>, salt?: string): StepOf<'split'> {
  const ways = Object.entries(percents).map(([id, percent]) => ({ id, title: id.toUpperCase(), percent }));
  return { kind: 'split', title: 'Split', config: salt === undefined ? { ways } : { ways, salt } };
}

export function filterStep(condition: string): StepOf<'filter'> {
  return { kind: 'filter', title: 'Filter', config: { condition } };
}

export function goToStep(max: number): StepOf<'goTo'> {
  return { kind: 'goTo', title: 'Once more', config: { max } };
}

export function goalStep(condition: string, onArrival: 'wait' | 'goOn' = 'goOn'): StepOf<'goal'> {
  return { kind: 'goal', title: 'Goal', config: { condition, onArrival } };
}

export const EXIT: Step = { kind: 'exit', title: 'Out', config: { reason: 'Not needed' } };

/** So many ways at once, called `way-0`, `way-1` and so on. */
export function parallelStep(ways: number): StepOf<'parallel'> {
  const named = Array.from({ length: ways }, (_, way) => ({ id: `way-${way}`, title: `Way ${way}` }));
  return { kind: 'parallel', title: 'At once', config: { ways: named } };
}

export function joinStep(rule: JoinRule = { kind: 'all' }): StepOf<'join'> {
  return { kind: 'join', title: 'Together', config: { for: rule } };
}

/** Goes through all modules, or these. */
export function eachStep(keys?: string[]): StepOf<'forEachModule'> {
  const modules = keys === undefined ? { kind: 'all' as const } : { kind: 'chosen' as const, keys };
  return { kind: 'forEachModule', title: 'Each week', config: { modules } };
}
