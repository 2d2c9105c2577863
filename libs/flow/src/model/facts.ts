import type { FieldValue } from './definition.ts';
import type { Instant, TimeZone } from './instant.ts';

/** One dated thing that happened to a submission of a module's assessment. */
export interface AssessmentFact {
  at: Instant;
  kind: 'submitted' | 'graded';
  attempt: number;
  /** Only on `graded`. */
  passed?: boolean;
  /** Only on `graded`: 0-100. */
  percentage?: number;
  /** Only on `graded`: it takes the place of an earlier grade of the attempt, which stays in the history; no when left out. */
  changed?: boolean;
  /** When the graded work was handed in (`graded` only): being late is judged by this, not by the grader's speed. */
  submittedAt?: Instant;
}

/** A stretch of time in which a module was closed again; `until` null: it still is. */
export interface Closing {
  from: Instant;
  until: Instant | null;
}

/** What happened to one learner in one module. */
export interface ModuleFacts {
  key: string;
  /** 1-based, over the whole course: the week. */
  position: number;
  title: string;
  phase: string;
  /** When it opened first; whether it is open, `isOpen` says. */
  releasedAt: Instant | null;
  /** When it was closed again, ascending; never when left out. */
  closed?: readonly Closing[];
  /** When it will open as far as is settled or expected now, by whatever automation; not known when left out or null. */
  opensAt?: Instant | null;
  requiredLessons: number;
  /** When each distinct required lesson was completed, ascending. */
  lessonCompletions: Instant[];
  /** null: the module has no required assessment. */
  assessment: {
    maxAttempts: number;
    /** When the school allowed one attempt more, ascending; never when left out. */
    extraAttempts?: readonly Instant[];
    history: AssessmentFact[];
  } | null;
}

/** A stretch of time in which a tag was on the person; `until` null: it still is. */
export interface TagFact {
  tag: string;
  from: Instant;
  until: Instant | null;
}

/** A field of the person was set; `value` null: taken away. */
export interface FieldFact {
  field: string;
  at: Instant;
  value: FieldValue | null;
}

/** What somebody of the school has decided about a task of the run at hand. */
export interface TaskFact {
  stepId: string;
  visit: number;
  at: Instant;
  /** `approved`, `rejected`, `done`, `notDone` or `acknowledged`. */
  decision: string;
}

/** How a run ended that the run at hand had called. */
export interface CallFact {
  /** The visit that called it. */
  stepId: string;
  visit: number;
  at: Instant;
  outcome: 'completed' | 'ended' | 'exited';
}

/** What became of a subscription that the person was to begin themselves, on the provider's page. */
export interface CheckoutFact {
  /** The visit that opened the page. */
  stepId: string;
  visit: number;
  at: Instant;
  /** `declined`: it was begun there and never paid. `closed`: the page is gone, and nothing was begun. */
  state: 'subscribed' | 'declined' | 'closed';
}

/** What the school knows of the person besides the course: all of it dated, nothing of it ever rewritten. */
export interface PersonFacts {
  tags: TagFact[];
  /** Ascending. */
  fields: FieldFact[];
}

/** The events that say something about a learner's payments and access, and are kept as facts. */
export const MONEY_EVENTS = [
  'payment.succeeded',
  'payment.failed',
  'payment.refunded',
  'subscription.changed',
  'enrollment.revoked',
  'enrollment.activated',
] as const;

/** Something that happened to a learner's payments or access; `data` as the event of that type carries it. */
export interface MoneyFact {
  type: (typeof MONEY_EVENTS)[number];
  at: Instant;
  data: Readonly<Record<string, string | number | boolean>>;
}

/**
 * What the engine may know about a learner, as dated facts: the same facts seen from an earlier moment give the
 * earlier answer, so a turn that is two hours late decides as it would have decided in time.
 *
 * Whoever feeds the engine owes it one thing: a fact is dated no later than the event that announces it.
 */
export interface Facts {
  /** The person's id: which way of a split is theirs hangs on it, and nothing else. */
  personId: string;
  /** The zone the learner lives in now. */
  learnerZone: TimeZone;
  /** When the learner moved, ascending, and the zone left then; none when left out. */
  zoneChanges?: ReadonlyArray<{ at: Instant; from: TimeZone }>;
  schoolZone: TimeZone;
  /** Days of the course are counted from here; until the place is active, when it was asked for. */
  enrolledAt: Instant;
  /** When the enrollment became active; null: not yet, it is still to be paid for. Left out: at `enrolledAt`. */
  activatedAt?: Instant | null;
  completedAt: Instant | null;
  modules: ModuleFacts[];
  /** `revokedAt`: when the school took it back; never when left out. */
  credential: { issuedAt: Instant | null; failedAt: Instant | null; revokedAt?: Instant | null };
  person: PersonFacts;
  /** Ascending; none when left out. */
  money?: readonly MoneyFact[];
  /** Of the run at hand; none when left out. */
  tasks?: readonly TaskFact[];
  /** Of the run at hand; none when left out. */
  calls?: readonly CallFact[];
  /** Of the run at hand; none when left out. */
  checkouts?: readonly CheckoutFact[];
}

/** One module as a condition sees it. */
export interface ModuleView {
  released: boolean;
  completed: boolean;
  lessonsDone: number;
  submitted: boolean;
  graded: boolean;
  passed: boolean;
  /** Best percentage so far, 0 when none. */
  score: number;
}

/** How payments stand, as a condition sees it. */
export interface PaymentView {
  /** Something was paid, at any time. */
  paid: boolean;
  /** The last attempt came to nothing. */
  failed: boolean;
  /** Something was given back. */
  refunded: boolean;
  /** `none`, `active`, `past_due`, `unpaid` or `cancelled`. */
  subscription: string;
}

/** Whether the learner may use the course. */
export interface AccessView {
  open: boolean;
  /** Why it was closed; empty while it is open. */
  reason: string;
}

/** The facts as they stood at one moment: what a condition sees as `facts`. */
export interface FactsView {
  /** 0-100, two decimals. */
  progress: number;
  requirementsMet: boolean;
  /** Required work is handed in that is not graded yet, where nothing has passed so far. */
  awaitsGrade: boolean;
  certified: boolean;
  daysSinceEnrollment: number;
  modules: Record<string, Readonly<ModuleView>>;
  /** Phase key -> every module of it completed. */
  phases: Record<string, { completed: boolean; progress: number }>;
  tags: string[];
  /** What is set; what is not has no entry. */
  fields: Record<string, FieldValue>;
  payment: PaymentView;
  access: AccessView;
}
