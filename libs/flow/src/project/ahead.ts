import type { RunView } from '../kinds/step-rules.ts';
import type { StepId, StepKind, StepOf } from '../model/definition.ts';
import type { PlanStep } from '../model/plan.ts';
import type { Token } from '../model/state.ts';
import { either, type Arrival } from './arrival.ts';

/** What is known about the modules that open ahead, filled in as the exploration goes on. */
export interface Outlook extends RunView {
  /** Releases foreseen so far, by module. */
  releases: Map<string, Arrival>;
  /** Modules that some way ahead opens. */
  pending: ReadonlySet<string>;
  /** Whether every way to this step opens that module before it. */
  alwaysBefore(module: string, stepId: StepId): boolean;
}

/** A step ahead, or the one a token waits at. */
export interface Ahead<K extends StepKind = StepKind> {
  planStep: PlanStep;
  config: StepOf<K>['config'];
  arrival: Arrival;
  /** The token that waits here; null: it has still to come. */
  token: Readonly<Token> | null;
  outlook: Outlook;
}

/** When each way out of a step will be taken, if it is. */
export type Departures = Array<[port: string, arrival: Arrival]>;

/** Notes one more way to a module's release. */
export function noteRelease(outlook: Outlook, module: string, arrival: Arrival): void {
  outlook.releases.set(module, either(outlook.releases.get(module) ?? null, arrival));
}
