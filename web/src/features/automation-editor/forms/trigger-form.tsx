import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { EventField } from '../fields/event-field.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

const kinds = [
  { value: 'enrolled', label: 'A learner is enrolled', hint: 'The usual start of a journey' },
  { value: 'event', label: 'Something happens', hint: 'For campaigns: graded, paid, completed …' },
  { value: 'manual', label: 'Someone starts it by hand' },
] as const;

export function TriggerForm({ config, onChange, errorAt }: StepFormProps<'trigger'>) {
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
        <EventField
          label="What happens"
          value={on.event}
          onChange={(event) => onChange({ on: { ...on, event } })}
          error={errorAt('on.event')}
        />
      )}
    </>
  );
}
