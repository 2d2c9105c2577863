import type { FieldType, FieldValue, StepId } from './definition.ts';
import type { Addressee } from './steps/asking.ts';
import type { EffectKind } from './effect-kinds.ts';
import type { Instant } from './instant.ts';
import type { RunOutcome, StepProblem, TokenStatus } from './state.ts';

/**
/**
 * Who or what let a token out of a step; `skipped` (skip, or release now) and `moved` are an operator's doing, `goal`: it was
 * taken to a goal from where it stood. `joined`: it came to a join and another went on for it; `cancelled`: a join let others
 * on without it.
 */
export type LeaveReason =
  | 'time'
  | 'event'
  | 'facts'
  | 'effect'
  | 'passed through'
  | 'skipped'
  | 'moved'
  | 'goal'
  | 'joined'
  | 'cancelled'
  | 'exited'
  | 'migrated';

/**
 * What a migration did with one token. `marked`: it stays where it is and enters the new version, or is redirected or
 * exits, when it leaves its step.
 */
export interface Move {
  stepId: StepId;
  visit: number;
  did: 'kept' | 'followed' | 'retimed' | 'redirected' | 'exited' | 'marked';
  /** Where it was, or will be, redirected to. */
  to: StepId | null;
}

/** What somebody of the school is asked for: to decide, to do something, to take notice. */
export type TaskKind = 'approval' | 'todo' | 'alert';

/** Somebody is told of a task at that moment, unless it is closed by then. */
export interface Call {
  at: Instant;
  to: Addressee;
  because: 'asked' | 'reminder' | 'escalation';
}

/** What the driver has to write. Everything an engine decides leaves it as one of these. */
export type Command =
  | {
      type: 'entered';
      at: Instant;
      tokenId: number;
      versionId: string;
      stepId: StepId;
      visit: number;
      iteration: number;
    }
  | {
      type: 'changed';
      at: Instant;
      stepId: StepId;
      visit: number;
      status: TokenStatus;
      deadline: Instant | null;
      problem: StepProblem | null;
    }
  | { type: 'left'; at: Instant; stepId: StepId; visit: number; port: string | null; reason: LeaveReason }
  /** The visit goes on as it is, by another version's drawing. */
  | { type: 'migrated'; at: Instant; stepId: StepId; visit: number; from: string; versionId: string }
  | { type: 'release'; at: Instant; stepId: StepId; visit: number; module: string }
  /** A module that is open is closed again; `because` is what the learner reads. */
  | {
      type: 'relock';
      at: Instant;
      stepId: StepId;
      visit: number;
      module: string;
      openedAt: Instant;
      because: string;
    }
  | {
      type: 'message';
      at: Instant;
      key: string;
      /** Whose text it is. */
      versionId: string;
      stepId: StepId;
      visit: number;
      category: 'transactional' | 'marketing';
      /** The module it is about, which its text may name; null: none in particular. */
      module: string | null;
      validUntil: Instant | null;
      /** Not to be sent earlier: what makes many move at once (a migration, the end of a pause) spreads their mails. Null: at once. */
      notBefore: Instant | null;
      /** The outcome comes back as an `effect` input. */
      awaited: boolean;
      /** Generated texts it uses that are there now, by name; left out: it uses none. One that comes later is not its own. */
      texts?: readonly string[];
      try: number;
      /** A pause holds it back: written, and not to be begun before an `unhold`. */
      held?: true;
    }
  | {
      type: 'effect';
      at: Instant;
      key: string;
      /** Whose config says how it is done. */
      versionId: string;
      stepId: StepId;
      visit: number;
      kind: EffectKind;
      try: number;
      /** Variables as they were when it was decided, for kinds that send some. */
      given?: Readonly<Record<string, string | number | boolean>>;
      /** As for a message. */
      held?: true;
    }
  /** A tag is put on the person, or taken off. */
  | { type: 'tag'; at: Instant; stepId: StepId; visit: number; tag: string; on: boolean }
  /** A field of the person is set; `value` null takes it away. */
  | {
      type: 'field';
      at: Instant;
      stepId: StepId;
      visit: number;
      field: string;
      fieldType: FieldType;
      value: FieldValue | null;
    }
  /** Somebody of the school gets something to do. `holds`: the learner waits for it. */
  | {
      type: 'task';
      at: Instant;
      versionId: string;
      stepId: StepId;
      visit: number;
      task: TaskKind;
      holds: boolean;
      due: Instant | null;
      to: Addressee;
      calls: readonly Call[];
    }
  /** The learner does not wait for it any more, and nobody has decided: it was due, or the step was left otherwise. */
  | { type: 'taskClosed'; at: Instant; stepId: StepId; visit: number; because: 'overdue' | 'left' }
  /** Its step was left while the run it had called goes on: that one is to end, too. */
  | { type: 'endCalled'; at: Instant; stepId: StepId; visit: number }
  /** Its step was left: what nobody has begun is called off. What becomes of it comes back as an `effect` input. */
  | { type: 'cancel'; at: Instant; key: string }
  /** It was done after its step had been left: the kind's compensation, or a person, has to see to it. */
  | { type: 'late'; at: Instant; key: string; stepId: StepId; visit: number }
  /** Its step was left and nobody knows whether it happened: a person has to say. */
  | { type: 'unsettled'; at: Instant; key: string; stepId: StepId; visit: number }
  /** A person has said whether it happened. */
  | { type: 'settled'; at: Instant; key: string; stepId: StepId; visit: number; happened: boolean }
  /**
   * A person says whether it happened, and only who did it can confirm that: it is looked up there, under its key or this id
   * of theirs, and nothing is done. What is found comes back as an `effect` input, whatever the person said.
   */
  | {
      type: 'confirm';
      at: Instant;
      key: string;
      stepId: StepId;
      visit: number;
      reference: string | null;
      happened: boolean;
    }
  /** Nobody is at any step any more, but something is still under way. Outcome `exited`: as with `finished`. */
  | { type: 'ending'; at: Instant; outcome: RunOutcome; reason: string | null }
  /** A pause begins that holds effects back: also what this run has planned and nobody has begun. */
  | { type: 'hold'; at: Instant }
  /** What was held may go out now, or from `notBefore` on. `key` null: all that is still held. */
  | { type: 'unhold'; at: Instant; key: string | null; notBefore: Instant | null }
  /** A message that came due during a pause is left out: a later one goes instead, or its time is past. */
  | { type: 'drop'; at: Instant; key: string; stepId: StepId; visit: number; because: 'superseded' | 'stale' }
  /**
   * The last command of a run. Outcome `exited`: the driver also cancels what is undelivered or only planned, and ends the
   * runs it has called and not let go.
   */
  | { type: 'finished'; at: Instant; outcome: RunOutcome; reason: string | null }
  /** The answer to an operator, written on their inbox row. */
  | { type: 'answered'; at: Instant; id: string; accepted: boolean; detail: string; moves?: Move[] };
