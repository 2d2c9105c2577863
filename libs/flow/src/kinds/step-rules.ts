import type { Call, LeaveReason, TaskKind } from '../model/commands.ts';
import type { EffectKind } from '../model/effect-kinds.ts';
import type { FieldType, FieldValue, StepKind, StepOf } from '../model/definition.ts';
import type { Facts, FactsView } from '../model/facts.ts';
import type { EffectInput, EffectOutcome, EffectResult, EventInput } from '../model/inputs.ts';
import type { Addressee } from '../model/steps/asking.ts';
import type { Instant, TimeZone } from '../model/instant.ts';
import type { PlanStep } from '../model/plan.ts';
import type { RunOutcome, RunState, StepProblem, Token } from '../model/state.ts';

/** Why a step is asked to decide. */
export type Cause =
  /** The token has just arrived, or an operator retries: the step begins (again). */
  | { kind: 'entered' }
  | { kind: 'time' }
  | { kind: 'event'; event: EventInput }
  | { kind: 'effect'; outcome: EffectOutcome; detail: EffectInput['detail']; result: EffectResult }
  /** The visit goes on by another version of the step; `retime`: its date is to be counted anew. */
  | { kind: 'migrated'; retime: boolean }
  /** The learner lives by another clock from now on; only who waits for a moment is asked. */
  | { kind: 'zone'; from: TimeZone; to: TimeZone }
  /** A pause is over. `heard`: what it waits for was announced meanwhile. */
  | { kind: 'resumed'; heard: boolean };

/** Something for the driver to do, before it gets its step, visit, key and try. */
export type Emission =
  | { type: 'release'; module: string }
  | { type: 'relock'; module: string; because: string }
  | {
      type: 'message';
      category: 'transactional' | 'marketing';
      validUntil: Instant | null;
      awaited: boolean;
      texts?: readonly string[];
    }
  | { type: 'effect'; kind: EffectKind; given?: Readonly<Record<string, string | number | boolean>> }
  | { type: 'tag'; tag: string; on: boolean }
  | { type: 'field'; field: string; fieldType: FieldType; value: FieldValue | null }
  | {
      type: 'task';
      task: TaskKind;
      holds: boolean;
      due: Instant | null;
      to: Addressee;
      calls: readonly Call[];
    }
  /** A variable of the run; what comes later in this turn already sees it. */
  | { type: 'setVar'; name: string; value: string | number | boolean }
  /** A counted way back is taken once more, or counting begins anew. */
  | { type: 'round'; back: boolean };

/** What a step wants. Data, so that the turn alone writes state and commands. */
export type Decision =
  | { do: 'leave'; port: string; reason: LeaveReason; emit?: readonly Emission[] }
  | { do: 'wait'; until: Instant | null; emit?: readonly Emission[] }
  /** Leaves by the `error` port if that is connected, else blocks. */
  | { do: 'fail'; problem: StepProblem }
  /** Blocks, whatever is connected: nobody knows yet what happened. */
  | { do: 'block'; problem: StepProblem }
  | { do: 'end'; outcome: RunOutcome }
  /** Opens a block: a token on each way, at once or one after the other. */
  | { do: 'fork'; ways: ReadonlyArray<{ way: string; port: string }>; atOnce: boolean }
  /** Waits for the other ways of its block, or lets on whoever is there. */
  | { do: 'join' }
  /** Takes the learner out of the whole run. */
  | { do: 'exit'; reason: string };

/** A run and its learner at one moment. */
export interface RunView {
  at: Instant;
  state: Readonly<RunState>;
  facts: Facts;
}

/** Everything a step may look at when it decides: its own drawing, its token, and the facts as of `at`. */
export interface Visit<K extends StepKind = StepKind> extends RunView {
  planStep: PlanStep;
  config: StepOf<K>['config'];
  token: Readonly<Token>;
  /** `factsAt(facts, at)`, computed when first asked for. */
  view(): FactsView;
}

/** Of what is known of a run, what is about this visit of its step and was so by now; undefined: nothing yet. */
export function factOfVisit<F extends { stepId: string; visit: number; at: Instant }>(
  facts: readonly F[] | undefined,
  { token, at }: Pick<Visit, 'token' | 'at'>,
): F | undefined {
  return facts?.find((fact) => fact.stepId === token.stepId && fact.visit === token.visit && fact.at <= at);
}

/** The rules of one step kind at run time. Pure: same visit and cause, same decision. */
export interface StepRules<K extends StepKind> {
  /** Named ways out, in drawing order; the first is where the main path goes on. */
  ports(config: StepOf<K>['config']): string[];
  /** Ports that may lead nowhere, besides `error`: the step says what happens then. */
  mayStayOpen?: readonly string[];
  /** Whether a way can end at this step when these ports are connected; left out: never. */
  endsAt?(config: StepOf<K>['config'], connected: readonly string[]): boolean;
  /** Event types that may move a token waiting here. */
  listens(config: StepOf<K>['config']): readonly string[];
  /** Whether leaving by this port always costs time, or is counted: a loop needs one such edge. */
  takesTime(config: StepOf<K>['config'], port: string): boolean;
  decide(visit: Visit<K>, cause: Cause): Decision;
  /** For kinds that give somebody a task. Whoever waits here waits for it: it is closed when they are taken elsewhere. */
  holdsTask?(config: StepOf<K>['config']): boolean;
  /** The parts of `config` that decide when time moves a token on from here, for kinds that know such a moment. */
  timing?: readonly string[];
  /** An operator puts it off to a day in the calendar, which a pause does not move; left out: what was left of it stays to come. */
  putOffInCalendar?(config: StepOf<K>['config']): boolean;
  /** Its date is given once, on entering, and kept: that a changed timing counts for who is here has to be asked for. */
  keepsDate?: true;
}

/** A moment that time alone brings about, no earlier than an operator has put it off to. */
export function putOff(token: Pick<Token, 'notBefore'>, moment: Instant): Instant {
  return token.notBefore === null ? moment : Math.max(moment, token.notBefore);
}

/** The wall clock a step goes by; null for exact elapsed time. */
export function zoneOf(zone: 'learner' | 'school' | 'none', facts: Facts): TimeZone | null {
  if (zone === 'none') return null;
  return zone === 'learner' ? facts.learnerZone : facts.schoolZone;
}

/** The reason to note when something that was waited for has come about, by what made the step look. */
export function reasonFor(cause: Cause): LeaveReason {
  if (cause.kind === 'event') return 'event';
  return cause.kind === 'effect' ? 'effect' : 'facts';
}
