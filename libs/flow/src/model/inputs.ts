import type { StepId } from './definition.ts';
import type { Instant } from './instant.ts';
import type { MigrationPlan } from './migration.ts';

/** What a person did to a run. `stepId`/`visit` name the token it is meant for; commands on a run as a whole omit them. */
export type OperatorCommand =
  | { name: 'retry'; stepId: StepId; visit: number }
  | { name: 'skip'; stepId: StepId; visit: number; port?: string }
  | { name: 'releaseNow'; stepId: StepId; visit: number }
  /** A person has found out whether an effect happened that nobody was sure of, here or at a step that was left. */
  | { name: 'settle'; stepId: StepId; visit: number; happened: boolean }
  | { name: 'exit'; reason: string }
  | { name: 'pause' }
  | { name: 'resume' };

/** A domain event as it reaches a run. `data` holds ids and small values, e.g. `{ module: 'week-1' }`. */
export interface EventInput {
  kind: 'event';
  at: Instant;
  id: string;
  type: string;
  data: Record<string, string | number | boolean>;
}

/** What became of an effect. `refused` is definitive, `unknown` is not: it may have happened. */
export type EffectOutcome = 'done' | 'refused' | 'unknown';

/** Small values that an effect answers with. */
export type EffectResult = Record<string, string | number | boolean>;

/** The outcome of the effect with this ledger key, as the ledger tells it. */
export interface EffectInput {
  kind: 'effect';
  at: Instant;
  key: string;
  /** `cancelled`: nobody had begun it when its step was left, and nobody will. */
  outcome: EffectOutcome | 'cancelled';
  detail: { code: string; message: string } | null;
  /** What a done effect brings back for the steps behind it; small values and ids only. */
  result?: EffectResult;
}

/** The run is to go over to another version, as its author decided when publishing it. */
export interface MigrateInput {
  kind: 'migrate';
  at: Instant;
  id: string;
  /** Its plan has to be beside the run's own. */
  versionId: string;
  plan: MigrationPlan;
}

/** Everything that can move a run. `at` is its effective time; inputs are fed in that order. */
export type Input =
  | { kind: 'started'; at: Instant }
  | { kind: 'time'; at: Instant }
  | EventInput
  | EffectInput
  | { kind: 'command'; at: Instant; id: string; command: OperatorCommand }
  | MigrateInput;
