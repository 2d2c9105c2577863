import type { StepKind, StepOf } from '../../model/definition.ts';
import type { Problem } from '../../model/plan.ts';
import { error, named } from '../problems.ts';
import type { StepCheck, StepContext } from './step-context.ts';

/** A step about the payment for, the access to, or the certificate of a course needs one. */
export function checkAboutCourse(
  step: StepOf<Extract<StepKind, 'refund' | 'endEntitlement' | 'revoke'>>,
  { id, catalogue }: StepContext,
): Problem[] {
  if (catalogue.courseTitle !== null) return [];
  const message = `${named(step)} is about a course, and this automation belongs to none. Attach it to a course.`;
  return [error('flow.course-missing', id, null, message)];
}

/** A course the school does not have. */
export const checkGrant: StepCheck<'grant'> = (step, { id, catalogue }) => {
  const { courses } = catalogue;
  if (courses === undefined || courses.some(({ key }) => key === step.config.course)) return [];
  const message = `${named(step)} is about the course “${step.config.course}”, which the school does not have. Choose one of its courses.`;
  return [error('flow.course-unknown', id, 'course', message)];
};
