import type { Step, StepId } from '../model/definition.ts';
import type { Problem } from '../model/plan.ts';

/** Refuses publishing. `code` is `area.problem`; `message` ends with the remedy. */
export function error(code: string, stepId: StepId | null, field: string | null, message: string): Problem {
  return { severity: 'error', code, stepId, field, message };
}

/** Worth a look before publishing. */
export function warning(code: string, stepId: StepId | null, field: string | null, message: string): Problem {
  return { severity: 'warning', code, stepId, field, message };
}

/** How a sentence names a step. */
export function named(step: Pick<Step, 'title'>): string {
  return `“${step.title}”`;
}
