import { FormField } from '../ui/control/form-field.tsx';
import { Select } from '../ui/control/select.tsx';

export type Effects = 'reuse' | 'again';

const CHOICES: { value: Effects; label: string; hint: string }[] = [
  {
    value: 'reuse',
    label: 'Are not done again',
    hint: 'The usual: whoever had the mail gets no second one, except where the preview says so',
  },
  { value: 'again', label: 'Are done again', hint: 'Under new keys: a second mail, a second certificate' },
];

/** What becomes of effects that were done before. */
export function EffectsChoice({ value, onChange }: { value: Effects; onChange(value: Effects): void }) {
  return (
    <FormField label="Effects that were done before">
      <Select choices={CHOICES} value={value} onChange={onChange} />
    </FormField>
  );
}
