import { useQuery } from '@tanstack/react-query';
import { personLabelsQuery } from '../../../api/acting/people.ts';
import { fieldsOf } from '../../../canvas/words/event-where.ts';
import { useEditor } from '../store/editor-context.tsx';
import type { KnownNames } from './subjects.ts';

const EMPTY: readonly string[] = [];

/** The tags and fields in use at the school and in this drawing, and the variables that a run begins with. */
export function useKnownNames(): KnownNames {
  const { steps, trigger } = useEditor((state) => state.document.definition);
  const { data } = useQuery(personLabelsQuery);
  const drawn = Object.values(steps);
  const tags = drawn.flatMap((step) => (step.kind === 'tag' ? [step.config.tag] : []));
  const fields = drawn.flatMap((step) => (step.kind === 'setField' ? [step.config.field] : []));
  const start = steps[trigger];
  const brought =
    start?.kind === 'trigger' && start.config.on.kind === 'event'
      ? Object.keys(fieldsOf(start.config.on.event))
      : EMPTY;
  return {
    tags: [...new Set([...(data?.tags ?? EMPTY), ...tags])].sort(),
    fields: [...new Set([...(data?.fields ?? []).map(({ name }) => name), ...fields])].sort(),
    variables: brought,
  };
}
