import { error, named, warning } from '../problems.ts';
import type { StepCheck } from './step-context.ts';

/** What is wrong with the modules that a block goes through. */
export const checkForEachModule: StepCheck<'forEachModule'> = (step, { id, catalogue }) => {
  const { modules } = step.config;
  if (modules.kind === 'all') {
    if (catalogue.modules.length > 0) return [];
    const message = `${named(step)} goes through the weeks of a course, and this automation belongs to none. Attach it to a course.`;
    return [warning('flow.course-missing', id, 'modules', message)];
  }
  const wrong = modules.keys.find((key) => !catalogue.modules.some((known) => known.key === key));
  if (wrong === undefined) return [];
  const message = `${named(step)} goes through the module "${wrong}", which the course does not have. Take it out.`;
  return [error('flow.module-unknown', id, 'modules', message)];
};
