import type { StepKind } from '@gradus/flow';

/** `way-2` when `way` is taken. Ids are never reused inside an automation, so the caller names all that ever were. */
export function freshId(stem: string, taken: Iterable<string>): string {
  const known = new Set(taken);
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? stem : `${stem}-${number}`;
    if (!known.has(candidate)) return candidate;
  }
}

/** Ids are never used again, also not those of steps that are gone; chance sees to that. */
export function freshStepId(kind: StepKind, taken: Iterable<string>): string {
  const chance = Math.random().toString(36).slice(2, 7);
  return freshId(`${kind.toLowerCase()}-${chance}`, taken);
}
