import type { StepId } from './definition.ts';

/**
 * What becomes of the people at one step.
 *
 * - `keep`: they go on by the version they are on, to its end.
 * - `follow`: they go on by the new version from where they stand; a date already given stays.
 * - `retime`: the same, and the date is counted anew from when they came, so that time served counts.
 * - `redirect`: they leave it for another step of the new version.
 * - `exit`: their run ends.
 */
export type StepChoice =
  { do: 'keep' } | { do: 'follow' } | { do: 'retime' } | { do: 'redirect'; to: StepId } | { do: 'exit' };

/** `newOnly`: nobody inside moves. `nextStep`: each when they leave their step. `now`: all at once. */
export type MigrationScope = 'newOnly' | 'nextStep' | 'now';

/** What publishing does to the people already inside; a step without a choice gets what the engine proposes. */
export interface MigrationPlan {
  scope: MigrationScope;
  steps: Record<StepId, StepChoice>;
  /** Minutes over which the mails of those who move at once are spread. Access is never spread. */
  spreadMinutes: number;
}
