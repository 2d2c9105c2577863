import { DOMAIN_EVENT_TYPES } from '@gradus/contracts';
import { sayEvent } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';

interface EventFieldProps {
  label: string;
  value: string;
  onChange(value: string): void;
  error?: string | undefined;
}

export function EventField({ label, value, onChange, error }: EventFieldProps) {
  const known = DOMAIN_EVENT_TYPES.map((type) => ({
    value: type as string,
    label: upper(sayEvent(type)),
    hint: type,
  }));
  const choices = known.some((choice) => choice.value === value)
    ? known
    : [...known, { value, label: value }];
  return (
    <FormField label={label} error={error}>
      <Select choices={choices} value={value} onChange={onChange} />
    </FormField>
  );
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
