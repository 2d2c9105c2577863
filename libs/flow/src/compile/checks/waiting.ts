import { CURRENT_MODULE } from '../../model/steps/current-module.ts';
import type { BlackoutDates, Definition, StepId, StepOf } from '../../model/definition.ts';
import type { Problem } from '../../model/plan.ts';
import { dayOfDate, isRealDate } from '../../time/local-time.ts';
import { eventProblems } from '../check-events.ts';
import { ancestorsOf, graphOf } from '../graph.ts';
import { error, named, warning } from '../problems.ts';
import { condition, date, duration, moduleKnown, type StepCheck, type StepContext } from './step-context.ts';

type Wait = StepOf<'wait'>;
type Rule = Wait['config']['for'];

/** A journey that never opens the module can never say when that is; beside a journey somebody else opens it. */
function openingDrawn(module: string, step: Wait, { id, definition }: StepContext): Problem[] {
  const releases = Object.values(definition.steps).filter((other) => other.kind === 'release');
  const opens = ({ config }: StepOf<'release'>) =>
    config.module === module || config.module === CURRENT_MODULE || module === CURRENT_MODULE;
  if (releases.length === 0 || releases.some(opens)) return [];
  const message = `${named(step)} counts from the opening of “${module}”, which nothing here opens, so it may wait for ever. Add a release for it, or count from another date.`;
  return [warning('flow.wait-opening-undrawn', id, 'for.from.module', message)];
}

const RULE_CHECKS = {
  duration: (rule, step, { id }) =>
    rule.duration.amount === 0 && step.config.within !== undefined
      ? []
      : duration(rule.duration, 'for.duration', step, id),
  until: (rule, step, { id }) => date(rule.date, 'for.date', step, id),
  weekday: () => [],
  businessDays: () => [],
  courseDate: ({ from, offset }, step, context) => [
    ...(offset.amount === 0 ? [] : duration(offset, 'for.offset', step, context.id)),
    ...(from.kind === 'module'
      ? [
          ...moduleKnown(from.module, step, context, 'for.from.module'),
          ...openingDrawn(from.module, step, context),
        ]
      : []),
  ],
} satisfies {
  [K in Rule['kind']]: (rule: Extract<Rule, { kind: K }>, step: Wait, context: StepContext) => Problem[];
};

/** What is wrong with a wait for time. */
export const checkWait: StepCheck<'wait'> = (step, context) => {
  const { for: rule, zone, within } = step.config;
  const check = RULE_CHECKS[rule.kind] as (rule: Rule, step: Wait, context: StepContext) => Problem[];
  const problems = check(rule, step, context);
  const exact = rule.kind === 'duration' || (rule.kind === 'courseDate' && rule.time === undefined);
  if (zone !== 'none' || (exact && within === undefined)) return problems;
  const message = `${named(step)} goes by a clock on the wall. Say whose: the learner's or the school's.`;
  return [...problems, error('flow.zone-needed', context.id, 'zone', message)];
};

/** An event can only count from a step that the learner comes past before. */
function sinceDrawn(since: StepId, step: StepOf<'waitFor'>, { id, definition }: StepContext): Problem[] {
  const other = definition.steps[since];
  if (other === undefined) {
    const message = `${named(step)} counts what came since a step that is not drawn (any more). Choose another one.`;
    return [error('flow.since-step-unknown', id, 'for.since', message)];
  }
  if (ancestorsOf(graphOf(definition), id).has(since)) return [];
  const message = `${named(step)} counts what came since ${named(other)}, which nobody comes past before. Choose a step on the way to it.`;
  return [warning('flow.since-step-elsewhere', id, 'for.since', message)];
}

/** What is wrong with a wait for something to come about. */
export const checkWaitFor: StepCheck<'waitFor'> = (step, context) => {
  const { for: rule, timeout } = step.config;
  const problems = [
    ...(rule.kind === 'event'
      ? eventProblems(rule, 'for', step, context)
      : condition(rule.condition, 'for.condition', step, context)),
    ...(rule.kind === 'event' && rule.since?.kind === 'step'
      ? sinceDrawn(rule.since.step, step, context)
      : []),
    ...duration(timeout, 'timeout', step, context.id),
  ];
  if (timeout !== undefined) return problems;
  const message = `${named(step)} may wait for ever. Give it a timeout, so that nobody is stuck.`;
  return [...problems, warning('flow.wait-endless', context.id, 'timeout', message)];
};

/** Longer ones would be no holidays, and a wait could be put off for ever. */
const LONGEST_BLACKOUT = 366;

function checkBlackout({ title, from, to }: BlackoutDates, index: number): Problem[] {
  const wrong = (field: 'from' | 'to', code: string, text: string) =>
    error(code, null, `settings.blackoutDates.${index}.${field}`, `The blackout dates “${title}”: ${text}`);
  const unreal = (['from', 'to'] as const).filter((field) => !isRealDate(field === 'from' ? from : to));
  if (unreal.length > 0)
    return unreal.map((field) =>
      wrong(field, 'flow.date-unreal', `there is no ${field === 'from' ? from : to}. Choose another date.`),
    );
  if (to < from) return [wrong('to', 'flow.blackout-backwards', 'they end before they begin.')];
  if (dayOfDate(to) - dayOfDate(from) < LONGEST_BLACKOUT) return [];
  return [wrong('to', 'flow.blackout-too-long', 'they last longer than a year. Choose a shorter time.')];
}

/** What is wrong with the blackout dates of the automation. */
export function checkBlackouts({ settings }: Definition): Problem[] {
  return (settings.blackoutDates ?? []).flatMap(checkBlackout);
}
