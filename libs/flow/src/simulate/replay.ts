import { TASK_DECIDED } from '../kinds/asking/decisions.ts';
import type { Command } from '../model/commands.ts';
import type { StepId } from '../model/definition.ts';
import type { AssessmentFact, Facts, ModuleFacts } from '../model/facts.ts';
import type { EventInput, OperatorCommand } from '../model/inputs.ts';
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
  /** What effects came to, and how long that took: also those that failed for good. */
  outcomes?: readonly ScriptedOutcome[];
  /** What operators ordered that the run accepted, in the order in which it took them. */
  commands?: readonly LivedCommand[];
}

/** An operator's command and when it was taken. */
export interface LivedCommand {
  at: Instant;
  command: OperatorCommand;
}

/** What became of a command in a replay. `notTaken` says why not; null: it was taken, as it was then. */
export interface ReplayedCommand {
  at: Instant;
  command: OperatorCommand;
  notTaken: string | null;
}

/** A past life in a drawing, and what became there of each thing that operators did by hand. */
export interface Replayed extends Simulation {
  commands: ReplayedCommand[];
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
 * and systems answered when they were asked at the same visit of a step. Modules open as the drawing under test says; operators
 * do what they did, to the step that the learner is at then.
 */
export function scenarioOfPast(plan: Plan, past: Past): Scenario {
  const { facts, startedAt, until, decisions = [], outcomes = [], commands = [] } = past;
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
    inputs: [
      ...moves,
      ...events.map((event): ScriptedInput => ({ ...event, kind: 'event' })),
      ...commands.map(({ at, command }): ScriptedInput => ({
        at,
        kind: 'command',
        command: hereAndNow(command),
      })),
    ],
    horizonDays: Math.max(0, (until - startedAt) / DAY),
  };
}

/** The how-manieth visit it was then says nothing about another drawing. */
const hereAndNow = (command: OperatorCommand): OperatorCommand =>
  'visit' in command ? { ...command, visit: 0 } : command;

const ENDED_BY_THEN = 'The run would have ended by then.';
/** These are about an effect that had failed. */
const AFTER_FAILURE: ReadonlySet<OperatorCommand['name']> = new Set(['retry', 'settle']);
const COUNTS_ALREADY = 'Not needed: what came of the step in the end counts from its beginning.';

/** Takes a real learner's life through a plan, as far as it is known. */
export function replay(plan: Plan, past: Past): Replayed {
  const answers: Array<Extract<Command, { type: 'answered' }>> = [];
  const simulation = simulate(plan, scenarioOfPast(plan, past), (command) => {
    if (command.type === 'answered') answers.push(command);
  });
  // A run answers its commands in the order in which they come; of those that come after its end, none.
  const lived = [...(past.commands ?? [])].sort((a, b) => a.at - b.at);
  const commands = lived.map(({ at, command }, index): ReplayedCommand => {
    const answer = answers[index];
    if (answer === undefined) return { at, command, notTaken: ENDED_BY_THEN };
    if (answer.accepted) return { at, command, notTaken: null };
    return { at, command, notTaken: AFTER_FAILURE.has(command.name) ? COUNTS_ALREADY : answer.detail };
  });
  return { ...simulation, commands };
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
