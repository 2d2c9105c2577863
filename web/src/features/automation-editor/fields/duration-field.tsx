import type { Duration } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { NumberInput } from './number-input.tsx';

const units = [
  { value: 'minutes', label: 'minutes' },
  { value: 'hours', label: 'hours' },
  { value: 'days', label: 'days' },
  { value: 'weeks', label: 'weeks' },
] as const;

interface DurationFieldProps {
  label: string;
  value: Duration;
  onChange(value: Duration): void;
  hint?: string;
  error?: string | undefined;
}

export function DurationField({ label, value, onChange, hint, error }: DurationFieldProps) {
  return (
    <div className="grid grid-cols-[6rem_1fr] items-end gap-2">
      <FormField
        label={label}
        hint={hint}
        error={error}
        className="contents [&>:not(label):not(input)]:col-span-2 [&>label]:col-span-2"
      >
        <NumberInput
          min={0}
          max={10_000}
          value={value.amount}
          onChange={(amount) => onChange({ ...value, amount })}
        />
      </FormField>
      <Select
        aria-label={`${label}: unit`}
        choices={units}
        value={value.unit}
        onChange={(unit) => onChange({ ...value, unit })}
        className="col-start-2 row-start-2"
      />
    </div>
  );
}
