import type { CompletionGap } from '../learner/completion-gaps.ts';
import type { AssessmentState } from '../learner/progress.ts';
import type { StepId } from '../model/definition.ts';
import type { Instant } from '../model/instant.ts';
import type { Addressee } from '../model/steps/asking.ts';
import type { StepProblem } from '../model/state.ts';

/** What a release counts its days from. */
export type ReleaseOrigin = 'enrollment' | 'previousRelease' | 'previousCompletion' | 'date';

/**
 * Why something is as it is, as data: `sayReason` makes a sentence of it, screens may link what it names. Titles are
 * those of the course and the drawing; nothing in here is personal.
 */
export type Reason =
  /** A module opens at a moment that is settled. `previous` is the title of the module it counts from. */
  | {
      code: 'release.scheduled';
      module: string;
      title: string;
      at: Instant;
      days: number;
      from: ReleaseOrigin;
      previous: string | null;
      /** Moved to the next such weekday and time. */
      snapped: boolean;
      /** How long, in ms, the run stood still since what it counts from; left out when it never did. */
      stoodStill?: number;
    }
  /** A module opens as soon as the learner gets to its release; by its own date it could be open before. */
  | { code: 'release.onArrival'; module: string; title: string; at: Instant }
  /** A module opens `days` after the one before it is complete, which it is not. */
  | {
      code: 'release.afterCompletion';
      module: string;
      title: string;
      days: number;
      previous: string;
      lessonsMissing: number;
      assessment: AssessmentState;
    }
  /** `past`: the blackout it was moved behind. */
  | { code: 'wait.time'; at: Instant; past?: string }
  /** Counts from a module's opening, of which nobody can say yet when it is. */
  | { code: 'wait.opening'; module: string; title: string }
  | { code: 'wait.event'; event: string; until: Instant | null }
  /** `gaps`: what the course still asks for, when the condition is about that. */
  | { code: 'wait.facts'; condition: string; gaps: CompletionGap[]; until: Instant | null }
  | {
      code: 'wait.grade';
      module: string;
      title: string;
      assessment: AssessmentState;
      due: Instant | null;
      overdue: boolean;
    }
  /** A text is being written; somebody is to read one that is, or will be in a moment. */
  | { code: 'wait.text'; until: Instant | null }
  | { code: 'wait.textReview'; to: Addressee; until: Instant | null }
  /** The work is in, and the grade is waited for. */
  | { code: 'wait.grading'; module: string; title: string; until: Instant | null }
  /** Somebody of the school is to decide; to do something; to take notice of an alert. */
  | { code: 'wait.decision'; to: Addressee; until: Instant | null }
  | { code: 'wait.task'; to: Addressee; until: Instant | null }
  | { code: 'wait.notice'; until: Instant | null }
  /** Stands at a goal that is not reached. */
  | { code: 'wait.goal'; condition: string; gaps: CompletionGap[] }
  /** An operator put off what time alone would have brought about before. */
  | { code: 'wait.putOff'; at: Instant }
  /** Stands at a join until enough other ways have come; `missing`: the titles of those that somebody is still on. */
  | { code: 'wait.ways'; arrived: number; needed: number; missing: string[] }
  | { code: 'wait.delivery' }
  | { code: 'wait.certificate' }
  /** Another system was told, and has not answered yet. */
  | { code: 'wait.answer'; host: string }
  /** The run it has called goes on. */
  | { code: 'wait.called'; until: Instant | null }
  /** The payment provider is being asked. */
  | { code: 'wait.payment' }
  /** The provider's page is open, on which the learner can subscribe. */
  | { code: 'wait.checkout'; until: Instant | null }
  | { code: 'wait.refund' }
  | { code: 'blocked'; problem: StepProblem }
  /** A step was left while its effect was under way; the run is not over before that is settled. */
  | { code: 'left.underWay'; stepId: StepId; title: string }
  /** The same, and nobody knows whether it happened: a person has to find out and say. */
  | { code: 'left.unknown'; stepId: StepId; title: string }
  /** `left`: milliseconds still to run once the run is resumed. */
  | { code: 'held'; since: Instant; left: number | null }
  /** A pause of the automation holds back what it would send and do. */
  | { code: 'held.effects' }
  /** A step on the way may take any time: what lies behind it is only expected. */
  | { code: 'ahead.step'; stepId: StepId; title: string }
  /** Several ways lead there, or past it, and they do not take the same time. */
  | { code: 'ahead.ways' }
  | { code: 'ahead.loop' }
  /** Reaching a goal may take the learner past it, or to it sooner. */
  | { code: 'ahead.goal'; stepId: StepId; title: string }
  /** The zone in the learner's or the school's settings is none. */
  | { code: 'zone.unknown'; zone: string };
