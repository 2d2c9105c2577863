import { LONGEST_REASON } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';

interface ReasonFieldProps {
  /** Who reads it. */
  hint: string;
  value: string;
  onChange(value: string): void;
  error: string | undefined;
}

/** Why a step takes something away. */
export function ReasonField({ hint, value, onChange, error }: ReasonFieldProps) {
  return (
    <FormField label="Why" hint={hint} error={error}>
      <Input maxLength={LONGEST_REASON} value={value} onChange={(event) => onChange(event.target.value)} />
    </FormField>
  );
}
