import { OTHERWISE } from '../../kinds/ways/branch.ts';
import type { Step } from '../../model/definition.ts';
import type { Problem } from '../../model/plan.ts';
import { error, named, warning } from '../problems.ts';
import { condition, type StepCheck, type StepContext } from './step-context.ts';

/** Ways with one name could not be told apart. */
function sameIds(ids: readonly string[], list: string, step: Step, { id }: StepContext): Problem[] {
  return ids.flatMap((way, index) => {
    if (way !== OTHERWISE && ids.indexOf(way) === index) return [];
    const message = `${named(step)} has two ways called “${way}”. Give one of them another name.`;
    return [error('flow.branch-id-taken', id, `${list}.${index}.id`, message)];
  });
}

export const checkBranch: StepCheck<'branch'> = (step, context) => {
  const { branches } = step.config;
  const ids = branches.map(({ id }) => id);
  return [
    ...branches.flatMap((branch, index) =>
      condition(branch.condition, `branches.${index}.condition`, step, context),
    ),
    ...sameIds(ids, 'branches', step, context),
  ];
};

export const checkSplit: StepCheck<'split'> = (step, context) => {
  const { ways } = step.config;
  const ids = ways.map(({ id }) => id);
  const problems = sameIds(ids, 'ways', step, context);
  const total = ways.reduce((sum, { percent }) => sum + percent, 0);
  if (total === 100) return problems;
  const message = `The shares of ${named(step)} add up to ${total} %. Change them so that they add up to 100 %.`;
  return [...problems, error('flow.split-not-whole', context.id, 'ways', message)];
};

export const checkParallel: StepCheck<'parallel'> = (step, context) =>
  sameIds(
    step.config.ways.map(({ id }) => id),
    'ways',
    step,
    context,
  );

export const checkFilter: StepCheck<'filter'> = (step, context) =>
  condition(step.config.condition, 'condition', step, context);

export const checkGoTo: StepCheck<'goTo'> = (step, { id, definition }) => {
  const back = definition.edges.find(({ from, port }) => from === id && port === 'again');
  if (back === undefined || back.back === true) return [];
  const message = `${named(step)} leads back, but its way “once more” leads forward. Lead it to an earlier step.`;
  return [error('flow.go-to-forward', id, 'again', message)];
};

export const checkGoal: StepCheck<'goal'> = (step, context) => {
  const { condition: source, onArrival } = step.config;
  const problems = condition(source, 'condition', step, context);
  if (onArrival === 'wait') {
    const message = `Whoever comes to ${named(step)} before it is reached waits there, maybe for ever. Let them go on instead, if that is not meant.`;
    problems.push(warning('flow.wait-endless', context.id, 'onArrival', message));
  }
  return problems;
};
