import type { AdmissionWho } from '@gradus/contracts';
import type { Definition } from '@gradus/flow';

/**
 * Who would have come in by how an automation starts, had it been live all along; null: nobody can tell. An event with a
 * condition asks what was true at its moment, a call or a person's decision begins with the future.
 */
export function whoQualifies(
  { steps, trigger }: Pick<Definition, 'steps' | 'trigger'>,
  courseId: string | null,
): AdmissionWho | null {
  const step = steps[trigger];
  if (step?.kind !== 'trigger') return null;
  const { on } = step.config;
  if (on.kind === 'segment') return { kind: 'segment', segmentId: on.segment };
  if (on.kind === 'enrolled') return courseId === null ? null : { kind: 'roster' };
  return on.kind === 'event' && on.where === undefined ? { kind: 'happened', event: on.event } : null;
}
