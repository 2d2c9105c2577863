import type { MessageVariable } from '@gradus/flow';
import type { CompiledDraft } from '../drafts.service.ts';

/** A draft, where in it a text stands, and what is really known of its values. */
interface Place extends CompiledDraft {
  stepId: string | undefined;
  /** By name, beside what the draft itself says. */
  known?: Readonly<Record<string, string | undefined>> | undefined;
}

/** What a text at a step can be filled in with: real values as far as they are known, samples for the rest. */
export function valuesAt(
  variables: readonly MessageVariable[],
  { row, compiled, catalogue, stepId, known = {} }: Place,
): Record<string, string> {
  // While the drawing does not compile, nobody knows which module a step is about: a sample stands in.
  const step = compiled.ok && stepId !== undefined ? compiled.plan.steps[stepId] : undefined;
  const real: Record<string, string | null | undefined> = {
    'school.name': row.school_name,
    'course.title': row.course_title,
    'module.title': catalogue.modules.find(({ key }) => key === step?.module)?.title,
    ...known,
  };
  const fit = variables.filter(
    ({ needs }) =>
      needs === null ||
      (needs === 'course' ? row.course_id !== null : step === undefined || step.module !== null),
  );
  return Object.fromEntries(fit.map(({ name, example }) => [name, real[name] ?? example]));
}
