import type {
  LearnerScript,
  ScriptBehaviour,
  SimulatedVisit as VisitLine,
  TimelineEntry,
} from '@gradus/contracts';
import type { CrowdCourse } from '../forecast/crowd.ts';
import type { PersonFacts } from '../model/facts.ts';
import type { OperatorCommand } from '../model/inputs.ts';
import type { Instant } from '../model/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { SimulationEntry } from './entries.ts';
import type { SimulatedVisit } from './simulate.ts';
import {
  BEHAVIOURS,
  openedElsewhere,
  type Behaviour,
  type Scenario,
  type ScriptedDecision,
  type ScriptedInput,
  type ScriptedOutcome,
} from './scenario.ts';
import { DAY, MINUTE } from '../time/durations.ts';
import { isoText } from '../time/iso-text.ts';

/** What the places that a script leaves open are filled with. */
export interface ScriptSetting {
  course: CrowdCourse;
  now: Instant;
  horizonDays: number;
}

/** The object without the fields that are undefined: left out is what they mean. */
function without<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as never;
}

/** A ready-made behaviour, or one that is spelled out. */
export function behaviourOf(script: ScriptBehaviour): Behaviour {
  return typeof script === 'string' ? BEHAVIOURS[script] : without(script);
}

type ScriptCommand = LearnerScript['commands'][number];

/** A command on a step means wherever the learner stands in it then; one without its step does nothing. */
function commandOf({ name, stepId = '', port, byMinutes }: ScriptCommand): OperatorCommand {
  if (name === 'exit') return { name, reason: 'Ended by an operator' };
  if (name === 'pause' || name === 'resume') return { name };
  if (name === 'skip' && port !== undefined) return { name, stepId, visit: 0, port };
  if (name === 'postpone') {
    const milliseconds = byMinutes === undefined ? DAY : byMinutes * MINUTE;
    return { name, stepId, visit: 0, to: { kind: 'by', milliseconds } };
  }
  return { name, stepId, visit: 0 };
}

/** The outcomes of a script. */
export function outcomesOf(outcomes: LearnerScript['outcomes']): ScriptedOutcome[] {
  return outcomes.map(({ stepId, outcome, ...more }) => ({ stepId, outcome, ...without(more) }));
}

/** What is known of the person from the first day on. */
function personOf({ tags, fields }: LearnerScript, at: Instant): PersonFacts {
  return {
    tags: tags.map((tag) => ({ tag, from: at, until: null })),
    fields: Object.entries(fields).map(([field, value]) => ({ field, at, value })),
  };
}

/** What is decided about tasks. */
function decisionsOf(decisions: LearnerScript['decisions']): ScriptedDecision[] {
  return (decisions ?? []).map(({ stepId, decision, ...more }) => ({ stepId, decision, ...without(more) }));
}

/** The learner of a script, ready to be simulated. */
export function scenarioOfScript(script: LearnerScript, plan: Plan, setting: ScriptSetting): Scenario {
  const { course, now, horizonDays } = setting;
  const enrolledAt = script.enrolledAt === undefined ? now : Date.parse(script.enrolledAt);
  const inputs: ScriptedInput[] = [
    ...script.events.map(({ at, type, data }) => ({
      at: Date.parse(at),
      kind: 'event' as const,
      type,
      data,
    })),
    ...script.zoneChanges.map(({ at, zone }) => ({ at: Date.parse(at), kind: 'zone' as const, zone })),
    ...script.commands.map((command) => ({
      at: Date.parse(command.at),
      kind: 'command' as const,
      command: commandOf(command),
    })),
  ];
  return {
    ...course,
    ...(script.personId !== undefined && { personId: script.personId }),
    ...(script.startedAt !== undefined && { startedAt: Date.parse(script.startedAt) }),
    person: personOf(script, enrolledAt),
    vars: script.vars,
    enrolledAt,
    learnerZone: script.learnerZone ?? course.schoolZone,
    behaviour: behaviourOf(script.behaviour),
    behaviours: Object.fromEntries(
      Object.entries(script.modules).map(([module, behaviour]) => [module, behaviourOf(behaviour)]),
    ),
    opened: openedElsewhere(plan, { ...course, enrolledAt }),
    inputs,
    outcomes: outcomesOf(script.outcomes),
    decisions: decisionsOf(script.decisions),
    horizonDays,
  };
}

const inputsOfKind = <K extends ScriptedInput['kind']>({ inputs = [] }: Scenario, kind: K) =>
  inputs.filter((input): input is Extract<ScriptedInput, { kind: K }> => input.kind === kind);

/** Commands that a script can hold; what looking ahead makes up holds none at all. */
function commandsOf(scenario: Scenario): LearnerScript['commands'] {
  return inputsOfKind(scenario, 'command').flatMap(({ at, command }): LearnerScript['commands'] => {
    const { name } = command;
    if (name === 'exit' || name === 'pause' || name === 'resume') return [{ at: isoText(at), name }];
    if (name === 'skip')
      return [{ at: isoText(at), ...without({ name, stepId: command.stepId, port: command.port }) }];
    if (name === 'postpone' && command.to.kind === 'by') {
      const byMinutes = Math.max(1, Math.round(command.to.milliseconds / MINUTE));
      return [{ at: isoText(at), name, stepId: command.stepId, byMinutes }];
    }
    return name === 'retry' || name === 'releaseNow'
      ? [{ at: isoText(at), name, stepId: command.stepId }]
      : [];
  });
}

/** A simulated learner as a script that can be kept, sent and simulated again: the inverse of {@link scenarioOfScript}. */
export function scriptOfScenario(scenario: Scenario): LearnerScript {
  return {
    ...without({ personId: scenario.personId }),
    enrolledAt: isoText(scenario.enrolledAt),
    ...(scenario.startedAt !== undefined && { startedAt: isoText(scenario.startedAt) }),
    tags: (scenario.person?.tags ?? []).map(({ tag }) => tag),
    fields: Object.fromEntries(
      (scenario.person?.fields ?? []).flatMap(({ field, value }) => (value === null ? [] : [[field, value]])),
    ),
    vars: { ...scenario.vars },
    learnerZone: scenario.learnerZone,
    behaviour: scenario.behaviour,
    modules: scenario.behaviours ?? {},
    events: inputsOfKind(scenario, 'event').map(({ at, type, data = {} }) => ({
      at: isoText(at),
      type,
      data,
    })),
    zoneChanges: inputsOfKind(scenario, 'zone').map(({ at, zone }) => ({ at: isoText(at), zone })),
    commands: commandsOf(scenario),
    outcomes: [...(scenario.outcomes ?? [])],
    ...(scenario.decisions !== undefined && { decisions: [...scenario.decisions] }),
  };
}

/** A dated list as it crosses a process border. */
export function timelineOf(entries: readonly SimulationEntry[]): TimelineEntry[] {
  return entries.map((entry) => {
    const { called: _called, mail, ...line } = entry;
    if (mail === undefined) return { ...line, at: isoText(entry.at) };
    const { nextOpening, ...moment } = mail;
    const opensAt = typeof nextOpening === 'number' ? isoText(nextOpening) : nextOpening;
    const next = opensAt === undefined ? {} : { nextOpening: opensAt };
    return { ...line, at: isoText(entry.at), mail: { ...moment, ...next } };
  });
}

/** Visits as they cross a process border. */
export function visitLinesOf(visits: readonly SimulatedVisit[]): VisitLine[] {
  return visits.map(({ enteredAt, leftAt, ...visit }) => ({
    ...visit,
    enteredAt: isoText(enteredAt),
    leftAt: leftAt === null ? null : isoText(leftAt),
  }));
}
