import { CURRENT_MODULE } from '../../model/steps/current-module.ts';
import type { Step, StepId } from '../../model/definition.ts';
import type { Problem } from '../../model/plan.ts';
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
  const message = `${named(step)} goes through the module “${wrong}”, which the course does not have. Take it out.`;
  return [error('flow.module-unknown', id, 'modules', message)];
};

/** The fields in which a module is named: only there can it be the one that a block is at. */
const ABOUT_A_MODULE: ReadonlySet<string> = new Set(['module', 'for.from.module']);

/** Where in a config a value stands, dot-separated. */
function placesOf(value: unknown, wanted: string, path: string): string[] {
  if (value === wanted) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    placesOf(inner, wanted, path === '' ? key : `${path}.${key}`),
  );
}

/**
 * The current week in the place of something that is no week: what is charged, given, sent or called would be another word for
 * every week, which nobody means.
 */
export function checkCurrentModule(step: Step, id: StepId): Problem[] {
  if (step.kind === 'forEachModule') return [];
  const places = placesOf(step.config, CURRENT_MODULE, '').filter((path) => !ABOUT_A_MODULE.has(path));
  return places.map((field) =>
    error(
      'flow.current-module-unfit',
      id,
      field,
      `${named(step)} says “${CURRENT_MODULE}” where no week is meant. Write what is meant there; a text can name the week with {{module.title}}, a condition with vars.currentModule.`,
    ),
  );
}
