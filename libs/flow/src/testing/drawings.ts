import { expect } from '@jest/globals';
import { compile } from '../compile/compile.ts';
import type { Duration, Edge, Step, StepId, StepOf } from '../model/definition.ts';
import type { Catalogue, Plan, Problem } from '../model/plan.ts';

/** Three modules in two phases; each has an assessment. */
export const CATALOGUE: Catalogue = {
  courseTitle: 'Knots',
  modules: [
    { key: 'bowline', title: 'The bowline', position: 1, phase: 'basics', hasAssessment: true },
    { key: 'sheet-bend', title: 'The sheet bend', position: 2, phase: 'basics', hasAssessment: true },
    { key: 'splice', title: 'The eye splice', position: 3, phase: 'mastery', hasAssessment: true },
  ],
};

/** A definition from steps in order: each leads to the next by its first port, further lines are given as edges. */
export function draw(
  steps: Record<StepId, Step>,
  lines: Array<[from: StepId, port: string, to: StepId, back?: 'back']>,
  exitOn: string[] = [],
): Record<string, unknown> {
  const edges: Edge[] = lines.map(([from, port, to, back]) => ({
    from,
    port,
    to,
    ...(back === 'back' ? { back: true } : {}),
  }));
  return { schemaVersion: 2, trigger: 'start', entry: { rule: 'once' }, steps, edges, settings: { exitOn } };
}

/** The plan of a definition that has no errors; warnings are let through. */
export function planOf(definition: unknown, catalogue: Catalogue = CATALOGUE, versionId = 'v1'): Plan {
  const compiled = compile(definition, catalogue, versionId);
  expect(compiled).toMatchObject({ ok: true });
  if (!compiled.ok) throw new Error('does not compile');
  return compiled.plan;
}

/** Everything compile has to say about a definition. */
export function problemsOf(definition: unknown, catalogue: Catalogue = CATALOGUE): Problem[] {
  const compiled = compile(definition, catalogue, 'v1');
  return compiled.ok ? compiled.warnings : compiled.problems;
}

/** trigger -> the given steps, one after the other by their port `next` -> end. */
export function chain(steps: Record<StepId, Step>, exitOn: string[] = []): Record<string, unknown> {
  const ids = ['start', ...Object.keys(steps), 'done'];
  const lines = ids
    .slice(0, -1)
    .map((id, index): [string, string, string] => [id, 'next', ids[index + 1] ?? 'done']);
  return draw({ start: START, ...steps, done: DONE }, lines, exitOn);
}

/** A chain whose time-outs end it. */
export function timedChain(steps: Record<StepId, Step>, exitOn: string[] = []): Record<string, unknown> {
  const drawn = chain(steps, exitOn);
  const timed = Object.entries(steps).filter(
    ([, { kind, config }]) => kind === 'waitFor' && 'timeout' in config,
  );
  const ends = timed.map(([from]) => ({ from, port: 'timeout', to: 'done' }));
  return { ...drawn, edges: [...(drawn['edges'] as Edge[]), ...ends] };
}

export const START: Step = { kind: 'trigger', title: 'Enrolled', config: { on: { kind: 'enrolled' } } };
export const DONE: Step = { kind: 'end', title: 'Done', config: { outcome: 'completed' } };
export const STOPPED: Step = { kind: 'end', title: 'Stopped', config: { outcome: 'ended' } };
export const CERTIFY: Step = { kind: 'certify', title: 'Certify', config: {} };

/** A wait for a length of time by no clock on any wall. */
export function waitStep(amount: number, unit: Duration['unit'] = 'days'): StepOf<'wait'> {
  return {
    kind: 'wait',
    title: `Wait ${amount} ${unit}`,
    config: { for: { kind: 'duration', duration: { amount, unit } }, zone: 'none' },
  };
}

/** A wait until one of these weekdays, at this time of the learner's. */
export function weekdayStep(weekdays: number[], time: string): StepOf<'wait'> {
  return {
    kind: 'wait',
    title: `Until ${time}`,
    config: { for: { kind: 'weekday', at: { weekdays, time } }, zone: 'learner' },
  };
}

/** A message that nobody waits for, unless told so. */
export function mailStep(waitForDelivery = false): StepOf<'message'> {
  return {
    kind: 'message',
    title: 'Mail',
    config: { category: 'transactional', subject: 'Hello', body: 'Hello {{person.name}}', waitForDelivery },
  };
}

/** A release by days after enrollment, learner's zone, unless another policy is given. */
export function releaseStep(
  module: string,
  policy: StepOf<'release'>['config']['policy'] | number,
  more: Partial<StepOf<'release'>['config']> = {},
): StepOf<'release'> {
  const rule = typeof policy === 'number' ? { kind: 'afterEnrollment' as const, days: policy } : policy;
  return {
    kind: 'release',
    title: `Open ${module}`,
    config: { module, policy: rule, zone: 'learner', ...more },
  };
}

/** A wait until the facts say so, with or without a timeout in days. */
export function untilFacts(condition: string, timeoutDays?: number): StepOf<'waitFor'> {
  const timeout: Duration | undefined =
    timeoutDays === undefined ? undefined : { amount: timeoutDays, unit: 'days' };
  const config: StepOf<'waitFor'>['config'] = { for: { kind: 'facts', condition }, zone: 'none' };
  return { kind: 'waitFor', title: 'Until', config: timeout === undefined ? config : { ...config, timeout } };
}

/** A wait for an event. */
export function untilEvent(event: string, where?: string): StepOf<'waitFor'> {
  const rule = where === undefined ? { event } : { event, where };
  return { kind: 'waitFor', title: 'Until', config: { for: { kind: 'event', ...rule }, zone: 'none' } };
}

/** A gate at a module's assessment. */
export function gateStep(module: string, dueDays?: number): StepOf<'assess'> {
  const due: Duration | undefined = dueDays === undefined ? undefined : { amount: dueDays, unit: 'days' };
  const config = { module, zone: 'none' as const };
  return { kind: 'assess', title: 'Gate', config: due === undefined ? config : { ...config, due } };
}
