import type { FlowExpectation } from '@gradus/contracts';
import { sayPort } from '../explain/say-port.ts';
import type { Step, StepId } from '../model/definition.ts';

/** What a sentence about an expectation can name. */
export interface Names {
  steps: Readonly<Record<StepId, Step>>;
  modules: ReadonlyArray<{ key: string; title: string }>;
}

type ExpectationOf<K extends FlowExpectation['kind']> = Extract<FlowExpectation, { kind: K }>;
type Within = NonNullable<ExpectationOf<'reached'>['within']>;

/** A step's title in quotes; its id when the drawing has no such step. */
export function stepName(stepId: string, { steps }: Names): string {
  return `“${steps[stepId]?.title ?? stepId}”`;
}

/** What a way out of a step is called, in quotes. */
export function wayName(stepId: string, port: string, { steps }: Names): string {
  const step = steps[stepId];
  return `“${step === undefined ? port : sayPort(step, port)}”`;
}

/** A module's title in quotes; its key when the course has no such module. */
export function moduleName(key: string, { modules }: Names): string {
  return `“${modules.find((module) => module.key === key)?.title ?? key}”`;
}

function within(limit: Within | undefined, names: Names): string {
  if (limit === undefined) return '';
  const unit = limit.amount === 1 ? limit.unit.slice(0, -1) : limit.unit;
  const of = limit.of === null ? 'the enrollment' : stepName(limit.of, names);
  return ` within ${limit.amount} ${unit} of ${limit.of !== null && limit.leaving ? 'leaving ' : ''}${of}`;
}

function often(times: number | undefined): string {
  if (times === undefined) return '';
  return times === 1 ? ' once' : ` ${times} times`;
}

function when({ times, within: limit, before }: ExpectationOf<'reached' | 'sent'>, names: Names): string {
  return `${often(times)}${within(limit, names)}${before === undefined ? '' : `, before ${stepName(before, names)}`}`;
}

const OUTCOMES = {
  completed: 'The run is completed',
  ended: 'The run ends',
  exited: 'The run is ended early',
  open: 'The run goes on',
};

const SAY: { [K in FlowExpectation['kind']]: (expectation: ExpectationOf<K>, names: Names) => string } = {
  reached: (expectation, names) =>
    `${stepName(expectation.stepId, names)} is reached${when(expectation, names)}`,
  sent: (expectation, names) => `${stepName(expectation.stepId, names)} is sent${when(expectation, names)}`,
  notReached: ({ stepId }, names) => `${stepName(stepId, names)} is never reached`,
  leftBy: ({ stepId, port }, names) =>
    `${stepName(stepId, names)} is left by ${wayName(stepId, port, names)}`,
  opened: ({ module, within: limit }, names) => `${moduleName(module, names)} opens${within(limit, names)}`,
  outcome: ({ outcome }) => OUTCOMES[outcome],
};

/** The expectation in words, without a full stop: `"Call" is reached once within 24 hours of "Week 2 missed"`. */
export function sayExpectation(expectation: FlowExpectation, names: Names): string {
  const say = SAY[expectation.kind] as (given: FlowExpectation, names: Names) => string;
  return say(expectation, names);
}
