import { checkCondition } from '../conditions/check-condition.ts';
import { modulesMeant } from '../model/steps/current-module.ts';
import type { Definition, StepKind, StepOf } from '../model/definition.ts';
import type { Catalogue, Problem } from '../model/plan.ts';
import { eventKnown } from './check-events.ts';
import { checkMessageText } from './check-message.ts';
import { checkCallAutomation } from './checks/calling.ts';
import { checkAboutCourse, checkGrant } from './checks/money.ts';
import { checkSetField } from './checks/acting.ts';
import { checkWebhook } from './checks/outside.ts';
import { checkGenerate, checkTextsUsed } from './checks/writing.ts';
import { checkAlert, checkApprove, checkTask } from './checks/asking.ts';
import { checkTrigger } from './checks/starting.ts';
import { checkCurrentModule, checkForEachModule } from './checks/each.ts';
import { checkBranch, checkFilter, checkGoal, checkGoTo, checkParallel, checkSplit } from './checks/ways.ts';
import type { Scopes } from './blocks/scopes.ts';
import { eachBlocks } from './modules/each-blocks.ts';
import { modulesOfSteps } from './modules/step-modules.ts';
import { checkBlackouts, checkWait, checkWaitFor } from './checks/waiting.ts';
import { date, duration, moduleKnown, type StepCheck, type StepContext } from './checks/step-context.ts';
import { error, named, warning } from './problems.ts';

/** A module whose assessment a step is about has to have one. */
function withoutAssessment(
  step: StepOf<'assess' | 'grade'>,
  { id, catalogue, current }: StepContext,
): Problem[] {
  const about = modulesMeant(step.config.module, current);
  const without = catalogue.modules.find(({ key, hasAssessment }) => about.includes(key) && !hasAssessment);
  if (without === undefined) return [];
  const message = `${named(step)}: “${without.title}” has no assessment to wait for. Choose a module that has one.`;
  return [error('flow.assessment-missing', id, 'module', message)];
}

const checkAssess: StepCheck<'assess'> = (step, context) => {
  const { module, due } = step.config;
  const problems = [
    ...moduleKnown(module, step, context),
    ...duration(due, 'due', step, context.id),
    ...withoutAssessment(step, context),
  ];
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

const checkGrade: StepCheck<'grade'> = (step, context) => [
  ...moduleKnown(step.config.module, step, context),
  ...duration(step.config.within, 'within', step, context.id),
  ...withoutAssessment(step, context),
];

const checkRelock: StepCheck<'relock'> = (step, context) => moduleKnown(step.config.module, step, context);

const checkCertify: StepCheck<'certify'> = (step, { id, catalogue }) => {
  if (catalogue.courseTitle !== null) return [];
  const message = `${named(step)} certifies a course, and this automation belongs to none. Attach it to a course.`;
  return [error('flow.course-missing', id, null, message)];
};

const STEP_CHECKS = {
  trigger: checkTrigger,
  release: checkRelease,
  relock: checkRelock,
  wait: checkWait,
  waitFor: checkWaitFor,
  branch: checkBranch,
  split: checkSplit,
  filter: checkFilter,
  goTo: checkGoTo,
  goal: checkGoal,
  exit: () => [],
  parallel: checkParallel,
  forEachModule: checkForEachModule,
  join: () => [],
  message: (step, context) => [
    ...checkMessageText('subject', step, context),
    ...checkMessageText('body', step, context),
    ...checkTextsUsed('subject', step, context),
    ...checkTextsUsed('body', step, context),
    ...duration(step.config.validFor, 'validFor', step, context.id),
  ],
  assess: checkAssess,
  grade: checkGrade,
  certify: checkCertify,
  revoke: checkAboutCourse,
  tag: () => [],
  setField: checkSetField,
  webhook: checkWebhook,
  callAutomation: checkCallAutomation,
  generate: checkGenerate,
  charge: () => [],
  subscribe: (step, { id }) => duration(step.config.checkout?.within, 'checkout.within', step, id),
  refund: checkAboutCourse,
  grant: checkGrant,
  endEntitlement: checkAboutCourse,
  approve: checkApprove,
  task: checkTask,
  alert: checkAlert,
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
export function checkSteps(definition: Definition, catalogue: Catalogue, scopes: Scopes): Problem[] {
  const modules = modulesOfSteps(definition, scopes.openers);
  const eaches = eachBlocks(definition, scopes.around, catalogue);
  const problems = Object.entries(definition.steps).flatMap(([id, step]) => {
    const check = STEP_CHECKS[step.kind] as StepCheck<StepKind>;
    const own = check(step, {
      id,
      definition,
      catalogue,
      module: modules[id] ?? null,
      current: step.kind === 'forEachModule' ? null : (eaches[id]?.modules ?? null),
      scopes,
    });
    return [...own, ...checkCurrentModule(step, id)];
  });
  const exits = definition.settings.exitOn.flatMap((type, index) =>
    eventKnown(type, `settings.exitOn.${index}`, 'The events that end a run', null),
  );
  return [...problems, ...exits, ...checkEntry(definition, catalogue), ...checkBlackouts(definition)];
}
