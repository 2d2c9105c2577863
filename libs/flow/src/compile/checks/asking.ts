import type { Duration, StepOf } from '../../model/definition.ts';
import type { Problem } from '../../model/plan.ts';
import { exactLength } from '../../time/durations.ts';
import { error, named, warning } from '../problems.ts';
import { duration, type StepCheck, type StepContext } from './step-context.ts';

type Dated = StepOf<'approve'> | StepOf<'task'>;

function reminder(step: Dated, id: string, due: Duration | undefined): Problem[] {
  const { remindBefore } = step.config;
  if (remindBefore === undefined) return [];
  if (due !== undefined && exactLength(remindBefore) < exactLength(due)) return [];
  const message =
    due === undefined
      ? `${named(step)} has a reminder but no time by which it is due. Say when it is due, or remove the reminder.`
      : `${named(step)} is to be reminded of before it is given at all. Remind later.`;
  return [error('flow.reminder-unfit', id, 'remindBefore', message)];
}

function dated(step: Dated, { id }: StepContext): Problem[] {
  const { due, remindBefore } = step.config;
  return [
    ...duration(due, 'due', step, id),
    ...duration(remindBefore, 'remindBefore', step, id),
    ...reminder(step, id, due),
  ];
}

const endless = (step: Dated, id: string): Problem =>
  warning(
    'flow.wait-endless',
    id,
    'due',
    `${named(step)} may wait for ever. Say by when it is due, so that nobody is stuck.`,
  );

export const checkApprove: StepCheck<'approve'> = (step, context) => {
  const problems = dated(step, context);
  if (step.config.due === undefined) problems.push(endless(step, context.id));
  if (step.config.escalateTo === undefined || step.config.remindBefore !== undefined) return problems;
  const message = `${named(step)} names somebody to turn to, but not when. Say how long before it is due.`;
  return [...problems, error('flow.reminder-missing', context.id, 'remindBefore', message)];
};

export const checkTask: StepCheck<'task'> = (step, context) => {
  const problems = dated(step, context);
  const { wait, due } = step.config;
  return wait && due === undefined ? [...problems, endless(step, context.id)] : problems;
};

export const checkAlert: StepCheck<'alert'> = (step, { id }) =>
  duration(step.config.within, 'within', step, id);
