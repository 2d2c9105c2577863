import type { StepId } from './definition.ts';
import type { Instant, TimeZone } from './instant.ts';
import type { MigrationPlan } from './migration.ts';

/** What becomes of effects that were done before, when a learner comes to their steps again by an operator's doing. */
export type EffectsAgain =
  /** Done once is done: the outcome it had is used. The default. */
  | 'reuse'
  /** Done once more, under a new key. */
  | 'again';

/** What a pause stops: the clocks of the run, or only what it would send and do. */
export type PauseMode = 'freeze' | 'holdEffects';

/** What becomes of messages that have come due when a pause ends. */
export type Overdue = 'spread' | 'latestOnly' | 'skipStale';

/** Until when something is put off: a moment, or so many milliseconds after the moment it is due now. */
export type PutOff = { kind: 'until'; at: Instant } | { kind: 'by'; milliseconds: number };

/** What a person did to a run. `stepId`/`visit` name the token it is meant for; commands on a run as a whole omit them. */
export type OperatorCommand =
  | { name: 'retry'; stepId: StepId; visit: number; effects?: EffectsAgain }
  | { name: 'skip'; stepId: StepId; visit: number; port?: string }
  | { name: 'move'; stepId: StepId; visit: number; to: StepId; effects?: EffectsAgain }
  | { name: 'releaseNow'; stepId: StepId; visit: number }
  /**
   * A person has found out whether an effect happened that nobody was sure of, here or at a step that was left. Of money
   * that moved the provider is asked, by our key, or by the id (`reference`) that the person found it under.
   */
  | { name: 'settle'; stepId: StepId; visit: number; happened: boolean; reference?: string }
  /** `seen`: the deadline that was on the operator's screen; another one by now, and the command does not fit. */
  | { name: 'postpone'; stepId: StepId; visit: number; to: PutOff; seen?: Instant | null }
  /** Sets a variable and lets the step decide again: a blocked one is retried, a waiting one looks again. */
  | {
      name: 'changeVariable';
      stepId: StepId;
      visit: number;
      variable: string;
      value: string | number | boolean;
    }
  /** `forget`: with the run goes what it remembers of its learner, who is erased. */
  | { name: 'exit'; reason: string; forget?: true }
  /** Without `hold` the automation's own setting counts. `of`: all of the automation is paused, not this run alone. */
  | { name: 'pause'; hold?: PauseMode; of?: 'automation' }
  /** Without `overdue` the automation's own setting counts. `spreadMinutes`: over how long, an hour when left out. */
  | { name: 'resume'; overdue?: Overdue; spreadMinutes?: number; of?: 'automation' };

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

/** The learner moved to another zone. The facts say the same, dated. */
export interface ZoneInput {
  kind: 'zone';
  at: Instant;
  id: string;
  from: TimeZone;
  to: TimeZone;
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
  | ZoneInput
  | MigrateInput;
