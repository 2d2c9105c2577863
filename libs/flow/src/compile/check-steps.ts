import { checkCondition } from '../conditions/check-condition.ts';
import { OTHERWISE } from '../kinds/ways/branch.ts';
import type { Definition, Duration, Step, StepId, StepKind, StepOf } from '../model/definition.ts';
import type { Catalogue, Problem } from '../model/plan.ts';
import { DAY, exactLength } from '../time/durations.ts';
import { isRealDate } from '../time/local-time.ts';
import { eventKnown, eventProblems } from './check-events.ts';
import { checkMessageText } from './check-message.ts';
import { error, named, warning } from './problems.ts';

/** Ten years. */
const LONGEST = 3_650 * DAY;

/** What the check of a step may look at besides the step. */
export interface StepContext {
  id: StepId;
  catalogue: Catalogue;
  /** The module this step is about. */
  module: string | null;
}

type StepCheck<K extends StepKind> = (step: StepOf<K>, context: StepContext) => Problem[];

function condition(source: string, field: string, step: Step, context: StepContext): Problem[] {
  const problem = checkCondition(source, context.catalogue);
  if (problem === null) return [];
  return [error(problem.code, context.id, field, `${named(step)}: ${problem.message}`)];
}

function duration(value: Duration | undefined, field: string, step: Step, id: StepId): Problem[] {
  if (value === undefined) return [];
  if (exactLength(value) > LONGEST) {
    const message = `${named(step)} lasts longer than ten years. Choose a shorter time.`;
    return [error('flow.duration-too-long', id, field, message)];
  }
  if (value.amount > 0) return [];
  const message = `${named(step)} has a time of 0, so it never waits. Choose at least one minute, or remove it.`;
  return [error('flow.duration-zero', id, field, message)];
}

function date(value: string, field: string, step: Step, id: StepId): Problem[] {
  if (isRealDate(value)) return [];
  return [error('flow.date-unreal', id, field, `${named(step)}: there is no ${value}. Choose another date.`)];
}

function moduleKnown(key: string, step: Step, { id, catalogue }: StepContext): Problem[] {
  if (catalogue.modules.some((module) => module.key === key)) return [];
  const remedy =
    catalogue.modules.length > 0 ? 'Choose one of its modules.' : 'Attach the automation to a course.';
  const message = `${named(step)} is about the module "${key}", which the course does not have. ${remedy}`;
  return [error('flow.module-unknown', id, 'module', message)];
}

const checkTrigger: StepCheck<'trigger'> = (step, context) => {
  const { on } = step.config;
  return on.kind === 'event' ? eventProblems(on, 'on', step, context) : [];
};

const checkWait: StepCheck<'wait'> = (step, { id }) => {
  const { for: rule, zone } = step.config;
  if (rule.kind === 'duration') return duration(rule.duration, 'for.duration', step, id);
  const problems = rule.kind === 'until' ? date(rule.date, 'for.date', step, id) : [];
  if (zone !== 'none') return problems;
  const message = `${named(step)} goes by a clock on the wall. Say whose: the learner's or the school's.`;
  return [...problems, error('flow.zone-needed', id, 'zone', message)];
};

const checkWaitFor: StepCheck<'waitFor'> = (step, context) => {
  const { for: rule, timeout } = step.config;
  const problems = [
    ...(rule.kind === 'event'
      ? eventProblems(rule, 'for', step, context)
      : condition(rule.condition, 'for.condition', step, context)),
    ...duration(timeout, 'timeout', step, context.id),
  ];
  if (timeout !== undefined) return problems;
  const message = `${named(step)} may wait for ever. Give it a timeout, so that nobody is stuck.`;
  return [...problems, warning('flow.wait-endless', context.id, 'timeout', message)];
};

const checkBranch: StepCheck<'branch'> = (step, context) => {
  const ids = step.config.branches.map((branch) => branch.id);
  return step.config.branches.flatMap((branch, index) => {
    const problems = condition(branch.condition, `branches.${index}.condition`, step, context);
    if (branch.id !== OTHERWISE && ids.indexOf(branch.id) === index) return problems;
    const message = `${named(step)} has two ways called "${branch.id}". Give one of them another name.`;
    return [...problems, error('flow.branch-id-taken', context.id, `branches.${index}.id`, message)];
  });
};

const checkAssess: StepCheck<'assess'> = (step, context) => {
  const { module, due } = step.config;
  const problems = [...moduleKnown(module, step, context), ...duration(due, 'due', step, context.id)];
  const known = context.catalogue.modules.find(({ key }) => key === module);
  if (known !== undefined && !known.hasAssessment) {
    const message = `${named(step)}: "${known.title}" has no assessment to wait for. Choose a module that has one.`;
    problems.push(error('flow.assessment-missing', context.id, 'module', message));
  }
  if (due !== undefined) return problems;
  const message = `${named(step)} may wait for ever. Say until when work can be handed in.`;
  return [...problems, warning('flow.wait-endless', context.id, 'due', message)];
};

const checkRelease: StepCheck<'release'> = (step, context) => {
  const { module, policy } = step.config;
  const problems = moduleKnown(module, step, context);
  return policy.kind === 'date'
    ? [...problems, ...date(policy.date, 'policy.date', step, context.id)]
    : problems;
};

const checkCertify: StepCheck<'certify'> = (step, { id, catalogue }) => {
  if (catalogue.courseTitle !== null) return [];
  const message = `${named(step)} certifies a course, and this automation belongs to none. Attach it to a course.`;
  return [error('flow.course-missing', id, null, message)];
};

const STEP_CHECKS = {
  trigger: checkTrigger,
  release: checkRelease,
  wait: checkWait,
  waitFor: checkWaitFor,
  branch: checkBranch,
  message: (step, context) => [
    ...checkMessageText('subject', step, context),
    ...checkMessageText('body', step, context),
    ...duration(step.config.validFor, 'validFor', step, context.id),
  ],
  assess: checkAssess,
  certify: checkCertify,
  end: () => [],
} satisfies { [K in StepKind]: StepCheck<K> };

function checkEntry({ entry }: Definition, catalogue: Catalogue): Problem[] {
  if (entry.rule !== 'keyed') return [];
  const checked = checkCondition(entry.key, catalogue, true);
  // A key may be any value, not only yes or no.
  if (checked === null || checked.code === 'condition.not-yes-or-no') return [];
  return [error(checked.code, null, 'entry.key', `The entry rule: ${checked.message}`)];
}

/** What is wrong with the settings of each step, and of the automation as a whole. */
export function checkSteps(
  definition: Definition,
  catalogue: Catalogue,
  modules: Record<StepId, string | null>,
): Problem[] {
  const problems = Object.entries(definition.steps).flatMap(([id, step]) => {
    const check = STEP_CHECKS[step.kind] as StepCheck<StepKind>;
    return check(step, { id, catalogue, module: modules[id] ?? null });
  });
  const exits = definition.settings.exitOn.flatMap((type, index) =>
    eventKnown(type, `settings.exitOn.${index}`, 'The events that end a run', null),
  );
  return [...problems, ...exits, ...checkEntry(definition, catalogue)];
}
