import { fieldsOf } from '../../../canvas/words/event-where.ts';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { EventWhereField } from '../event/event-where-field.tsx';
import { EventField } from '../fields/event-field.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

const kinds = [
  { value: 'enrolled', label: 'A learner is enrolled', hint: 'The usual start of a journey' },
  { value: 'event', label: 'Something happens', hint: 'For campaigns: graded, paid, completed …' },
  { value: 'manual', label: 'Someone lets people in by hand', hint: 'One at a time, or many at once' },
] as const;

export function TriggerForm({ config, onChange, errorAt, catalogue }: StepFormProps<'trigger'>) {
  const { on } = config;
  return (
    <>
      <FormField label="Starts when">
        <Select
          choices={kinds}
          value={on.kind}
          onChange={(kind) =>
            onChange({ on: kind === 'event' ? { kind, event: 'module.completed' } : { kind } })
          }
        />
      </FormField>
      {on.kind === 'event' && (
        <>
          <EventField
            label="What happens"
            value={on.event}
            onChange={(event) => onChange({ on: { kind: 'event', event } })}
            error={errorAt('on.event')}
          />
          <EventWhereField
            fields={fieldsOf(on.event)}
            value={on.where}
            onChange={(where) => onChange({ on: { ...on, where } })}
            catalogue={catalogue}
            error={errorAt('on.where')}
          />
        </>
      )}
    </>
  );
}
