import type { PlanPublish } from '@gradus/contracts';
import type { StepChoice } from '@gradus/flow';

/** Whom of the people inside the author takes over, and when. */
export type Whom = 'newOnly' | 'nextStep' | 'now' | 'these';

/** What the author has decided about the people inside. */
export interface Decision {
  whom: Whom;
  steps: Record<string, StepChoice>;
  /** Those chosen by name, with `these`. */
  chosen: ReadonlyArray<{ runId: string; name: string }>;
  spreadMinutes: number;
}

export const STAY: Decision = { whom: 'newOnly', steps: {}, chosen: [], spreadMinutes: 60 };

/** As the API takes it; undefined: everybody stays. */
export function peopleOf({ whom, steps, chosen, spreadMinutes }: Decision): PlanPublish['people'] {
  if (whom === 'newOnly') return undefined;
  const scope = whom === 'nextStep' ? 'nextStep' : 'now';
  const only = whom === 'these' ? { onlyRunIds: chosen.map(({ runId }) => runId) } : {};
  return { scope, steps, spreadMinutes, ...only };
}

/** Whether something is still open in it. */
export function isOpen({ whom, chosen }: Decision): boolean {
  return whom === 'these' && chosen.length === 0;
}
