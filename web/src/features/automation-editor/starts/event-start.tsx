import { fieldsOf } from '../../../canvas/words/event-where.ts';
import { EventWhereField } from '../event/event-where-field.tsx';
import { EventField } from '../fields/event-field.tsx';
import type { StartFormProps } from './start-form.ts';

export function EventStart({ on, onChange, errorAt, catalogue }: StartFormProps<'event'>) {
  return (
    <>
      <EventField
        label="What happens"
        value={on.event}
        onChange={(event) => onChange({ kind: 'event', event })}
        error={errorAt('on.event')}
      />
      <EventWhereField
        fields={fieldsOf(on.event)}
        value={on.where}
        onChange={(where) => onChange({ ...on, where })}
        catalogue={catalogue}
        error={errorAt('on.where')}
      />
    </>
  );
}
