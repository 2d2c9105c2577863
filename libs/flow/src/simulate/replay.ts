import { TASK_DECIDED } from '../kinds/asking/decisions.ts';
import type { StepId } from '../model/definition.ts';
import type { AssessmentFact, Facts, ModuleFacts } from '../model/facts.ts';
import type { EventInput } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import { DAY, MINUTE } from '../time/durations.ts';
import type { Act } from './learner-acts.ts';
import {
  BEHAVIOURS,
  openedElsewhere,
  type Scenario,
  type ScenarioModule,
  type ScriptedDecision,
  type ScriptedInput,
  type ScriptedOutcome,
} from './scenario.ts';
import { simulate, type Simulation } from './simulate.ts';

/** A real learner's way, as far as it has gone. */
export interface Past {
  /** Everything that happened to them, dated. */
  facts: Facts;
  startedAt: Instant;
  /** Until when it is known. */
  until: Instant;
  /** What came from outside, beside what the learner did: a payment, say. */
  events: ReadonlyArray<Pick<EventInput, 'at' | 'type' | 'data'>>;
  /** What people of the school decided, how long after they were asked. */
  decisions?: readonly ScriptedDecision[];
  /** What effects answered, and how long that took. */
  outcomes?: readonly ScriptedOutcome[];
}

function actsIn({ key: module, title, lessonCompletions, assessment, requiredLessons }: ModuleFacts): Act[] {
  const lessons = lessonCompletions.map((at, index): Act => {
    return { at, module, title, kind: 'lesson', last: index + 1 === requiredLessons };
  });
  const work = (assessment?.history ?? []).map((fact: AssessmentFact): Act => {
    if (fact.kind === 'submitted')
      return { at: fact.at, module, title, kind: 'submitted', attempt: fact.attempt };
    const grade = { ...fact, passed: fact.passed ?? false, percentage: fact.percentage ?? 0 };
    return { at: fact.at, module, title, kind: 'graded', grade };
  });
  return [...lessons, ...work];
}

function allowedIn({ assessment }: ModuleFacts): Pick<ScenarioModule, 'maxAttempts' | 'extraAttempts'> {
  if (assessment === null) return {};
  const { maxAttempts, extraAttempts } = assessment;
  return { maxAttempts, ...(extraAttempts !== undefined && { extraAttempts }) };
}

function moduleOf(module: ModuleFacts): ScenarioModule {
  return {
    key: module.key,
    title: module.title,
    position: module.position,
    phase: module.phase,
    hasAssessment: module.assessment !== null,
    lessonCount: module.requiredLessons,
    ...allowedIn(module),
  };
}

/** Where the learner lived at first, and each move after that. */
function zonesOf({ zoneChanges = [], learnerZone }: Facts): { first: string; moves: ScriptedInput[] } {
  const moves = zoneChanges.map(({ at }, index): ScriptedInput => {
    return { at, kind: 'zone', zone: zoneChanges[index + 1]?.from ?? learnerZone };
  });
  return { first: zoneChanges[0]?.from ?? learnerZone, moves };
}

/**
 * The script of a real life: what the learner did and what came from outside, on the days on which it was so, and what people
 * and systems answered when they were asked at the same visit of a step. Modules open as the drawing under test says, effects
 * are done as if nothing failed, and what operators did by hand is left out.
 */
export function scenarioOfPast(plan: Plan, past: Past): Scenario {
  const { facts, startedAt, until, decisions = [], outcomes = [] } = past;
  // A decision is told anew, when it is made.
  const events = past.events.filter(({ type }) => type !== TASK_DECIDED);
  const { first, moves } = zonesOf(facts);
  const modules = facts.modules.map(moduleOf);
  return {
    personId: facts.personId,
    enrolledAt: facts.enrolledAt,
    startedAt,
    learnerZone: first,
    schoolZone: facts.schoolZone,
    modules,
    behaviour: BEHAVIOURS.silent,
    lived: facts.modules.flatMap(actsIn).filter(({ at }) => at <= until),
    person: facts.person,
    opened: openedElsewhere(plan, { modules, enrolledAt: facts.enrolledAt }),
    decisions,
    outcomes,
    inputs: [...moves, ...events.map((event): ScriptedInput => ({ ...event, kind: 'event' }))],
    horizonDays: Math.max(0, (until - startedAt) / DAY),
  };
}

/** Takes a real learner's life through a plan, as far as it is known. */
export function replay(plan: Plan, past: Past): Simulation {
  return simulate(plan, scenarioOfPast(plan, past));
}

/** One visit of a step, really or in a simulation. `leftAt` null: still there. */
export interface VisitPast {
  stepId: StepId;
  visit: number;
  leftAt: Instant | null;
  port: string | null;
}

/** How a visit would have gone differently. */
export interface VisitDifference {
  stepId: StepId;
  visit: number;
  what: 'earlier' | 'later' | 'other-way' | 'only-then' | 'only-now';
  was: VisitPast | null;
  now: VisitPast | null;
}

/** A step that is left within so long of the other is left at the same time: a live turn takes moments, effects take minutes. */
const SAME_TIME = 15 * MINUTE;

/** All visits of a simulation. */
export function visitsOf({ transitions, state }: Simulation): VisitPast[] {
  const left = transitions.map(([stepId, visit, port, leftAt]) => ({ stepId, visit, port, leftAt }));
  const there = state.tokens.map(({ stepId, visit }) => ({ stepId, visit, port: null, leftAt: null }));
  return [...left, ...there];
}

function compare(was: VisitPast, now: VisitPast): VisitDifference['what'] | null {
  if (was.leftAt !== null && now.leftAt !== null && was.port !== now.port) return 'other-way';
  const [before, after] = [was.leftAt ?? Number.POSITIVE_INFINITY, now.leftAt ?? Number.POSITIVE_INFINITY];
  if (before === after || Math.abs(before - after) <= SAME_TIME) return null;
  return after < before ? 'earlier' : 'later';
}

/** What would have been different, in the order in which it was or would have been; and how much would not. */
export function compareVisits(
  was: readonly VisitPast[],
  now: readonly VisitPast[],
): { differences: VisitDifference[]; same: number } {
  const key = ({ stepId, visit }: VisitPast) => `${stepId}:${visit}`;
  const real = new Map(was.map((visit) => [key(visit), visit]));
  const differences: VisitDifference[] = [];
  let same = 0;
  for (const visit of now) {
    const { stepId, visit: number } = visit;
    const other = real.get(key(visit));
    real.delete(key(visit));
    const what = other === undefined ? 'only-now' : compare(other, visit);
    if (what === null) same += 1;
    else differences.push({ stepId, visit: number, what, was: other ?? null, now: visit });
  }
  for (const visit of real.values())
    differences.push({ stepId: visit.stepId, visit: visit.visit, what: 'only-then', was: visit, now: null });
  const moment = ({ now: here, was: there }: VisitDifference) =>
    here?.leftAt ?? there?.leftAt ?? Number.POSITIVE_INFINITY;
  return { differences: differences.sort((a, b) => moment(a) - moment(b)), same };
}
