import type { Zone } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';

const choices = [
  { value: 'learner', label: 'The learner’s time', hint: 'Monday 09:00 is 09:00 wherever they live' },
  { value: 'school', label: 'School time', hint: 'The same moment for everybody' },
  { value: 'none', label: 'Exact time', hint: 'A day is 24 hours, whatever the calendar says' },
] as const;

interface ZoneFieldProps<Z extends Zone> {
  value: Z;
  onChange(value: Z): void;
  /** Where a clock on the wall is needed, exact time is no choice. */
  allow: readonly Z[];
}

export function ZoneField<Z extends Zone>({ value, onChange, allow }: ZoneFieldProps<Z>) {
  const offered = choices.flatMap((choice) => {
    const zone = allow.find((candidate) => candidate === choice.value);
    return zone ? [{ ...choice, value: zone }] : [];
  });
  return (
    <FormField label="Whose clock">
      <Select choices={offered} value={value} onChange={onChange} />
    </FormField>
  );
}
