import type { StepId } from '../model/definition.ts';
import type { Facts, ModuleFacts, PersonFacts } from '../model/facts.ts';
import type { EffectOutcome, EffectResult, EventInput, OperatorCommand } from '../model/inputs.ts';
import type { Instant, TimeZone } from '../model/instant.ts';
import type { Catalogue, Plan } from '../model/plan.ts';
import type { RunState } from '../model/state.ts';
import type { Act } from './learner-acts.ts';

/** What an imagined learner does in a module, counted from the moment it opens for them. */
export interface Behaviour {
  /** When the first lesson is begun; at once when left out. */
  startsAfterDays?: number;
  /** When the last of the lessons is done, the others evenly before it; null: none is ever opened. */
  lessonsAfterDays: number | null;
  /** Null: nothing is ever handed in. */
  handsInAfterDays: number | null;
  result: 'passed' | 'failed';
  /** What the first grade says; 85 for a pass and 40 for a fail when left out. */
  percentage?: number;
  gradedAfterHours: number;
  /** After a failed grade another, passing attempt is handed in that many days later; left out: they give up. */
  retriesAfterDays?: number;
}

/** Ready-made learners. */
export const BEHAVIOURS = {
  diligent: { lessonsAfterDays: 3, handsInAfterDays: 4, result: 'passed', gradedAfterHours: 2 },
  late: { lessonsAfterDays: 12, handsInAfterDays: 13, result: 'passed', gradedAfterHours: 24 },
  'fails-once': {
    lessonsAfterDays: 3,
    handsInAfterDays: 4,
    result: 'failed',
    gradedAfterHours: 2,
    retriesAfterDays: 1,
  },
  fails: { lessonsAfterDays: 3, handsInAfterDays: 4, result: 'failed', gradedAfterHours: 2 },
  silent: { lessonsAfterDays: null, handsInAfterDays: null, result: 'failed', gradedAfterHours: 0 },
} as const satisfies Record<string, Behaviour>;

/** A module of the course as a simulation needs it. */
export type ScenarioModule = Catalogue['modules'][number] & {
  /** Required lessons. */
  lessonCount: number;
  /** How often work may be handed in; 3 when left out. */
  maxAttempts?: number;
  /** When one more was allowed; never when left out. */
  extraAttempts?: readonly Instant[];
};

/** Something that comes to the run from outside at a moment, beside what the learner does in modules. */
export type ScriptedInput =
  | { at: Instant; kind: 'event'; type: string; data?: EventInput['data'] }
  /** `visit` 0: wherever the learner stands in that step then. */
  | { at: Instant; kind: 'command'; command: OperatorCommand }
  /** The learner lives by another clock from then on. */
  | { at: Instant; kind: 'zone'; zone: TimeZone };

/** What an effect comes to: a mail that is refused, a payment of which nobody knows. */
export interface ScriptedOutcome {
  stepId: StepId;
  /** At every visit of the step when left out. */
  visit?: number;
  /** Only at this try, from 1; at every one when left out. */
  try?: number;
  outcome: EffectOutcome;
  /** A minute when left out. */
  afterMinutes?: number;
  /** What a done effect answers: the variables a call keeps, or `{ status: 'declined' }` of a charge. */
  result?: EffectResult;
}

/** What somebody of the school decides about a task: `never` leaves it open. */
export interface ScriptedDecision {
  stepId: StepId;
  /** At every visit of the step when left out. */
  visit?: number;
  decision: 'approved' | 'rejected' | 'done' | 'notDone' | 'acknowledged' | 'never';
  /** Two hours when left out. */
  afterHours?: number;
}

/** A learner, a course and a stretch of time. */
export interface Scenario {
  /** Decides which way of a split is theirs; left out, one imagined person. */
  personId?: string;
  enrolledAt: Instant;
  /** When the run begins, for an automation that does not begin with the enrollment; with it when left out. */
  startedAt?: Instant;
  learnerZone: TimeZone;
  schoolZone: TimeZone;
  modules: readonly ScenarioModule[];
  /** In every module, unless `behaviours` says otherwise for its key. */
  behaviour: Behaviour;
  behaviours?: Record<string, Behaviour>;
  /** What the learner and the graders really did, whatever is open; beside it `behaviour` says nothing more happens. */
  lived?: readonly Act[];
  /** What is known of the person beforehand; nothing when left out. */
  person?: PersonFacts;
  /** The run's variables at its start; what the event that starts it would bring and is not here is a sample. */
  vars?: RunState['vars'];
  /** Modules that another automation opens for the learner, and when; see {@link openedElsewhere}. */
  opened?: ReadonlyArray<{ module: string; at: Instant }>;
  /** In any order. */
  inputs?: readonly ScriptedInput[];
  /** The first that fits counts; an effect that none fits is done after a minute. */
  outcomes?: readonly ScriptedOutcome[];
  /** The first that fits counts; a task that none fits is approved, done or acknowledged after two hours. */
  decisions?: readonly ScriptedDecision[];
  /** How far to look from the beginning of the run; a run that is still open then is left where it stands. */
  horizonDays: number;
}

/** What the learner does in this module. */
export function behaviourIn({ behaviour, behaviours }: Scenario, module: string): Behaviour {
  return behaviours?.[module] ?? behaviour;
}

const WEEK = 7 * 24 * 60 * 60_000;

/**
 * The modules of a course when a drawing opens none itself, as a campaign's does not: the course's journey opens one a week.
 * A drawing that opens some is taken for the journey, and what it does not open stays shut.
 */
export function openedElsewhere(
  plan: Plan,
  { modules, enrolledAt }: Pick<Scenario, 'modules' | 'enrolledAt'>,
): NonNullable<Scenario['opened']> {
  if (Object.values(plan.steps).some(({ step }) => step.kind === 'release')) return [];
  return modules.map(({ key, position }) => ({ module: key, at: enrolledAt + (position - 1) * WEEK }));
}

function opensAt({ opened = [] }: Scenario, module: string): { opensAt?: Instant } {
  const elsewhere = opened.find((one) => one.module === module);
  return elsewhere === undefined ? {} : { opensAt: elsewhere.at };
}

function assessmentOf(module: ScenarioModule): ModuleFacts['assessment'] {
  if (!module.hasAssessment) return null;
  const { maxAttempts = 3, extraAttempts } = module;
  return { maxAttempts, ...(extraAttempts !== undefined && { extraAttempts }), history: [] };
}

/** The facts on the day of enrollment: nothing has happened yet. */
export function initialFacts(scenario: Scenario): Facts {
  return {
    personId: scenario.personId ?? 'imagined',
    learnerZone: scenario.learnerZone,
    schoolZone: scenario.schoolZone,
    enrolledAt: scenario.enrolledAt,
    completedAt: null,
    modules: scenario.modules.map((module) => ({
      key: module.key,
      position: module.position,
      title: module.title,
      phase: module.phase,
      releasedAt: null,
      ...opensAt(scenario, module.key),
      requiredLessons: module.lessonCount,
      lessonCompletions: [],
      assessment: assessmentOf(module),
    })),
    credential: { issuedAt: null, failedAt: null },
    person: scenario.person ?? { tags: [], fields: [] },
  };
}
