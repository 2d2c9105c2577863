import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

const outcomes = [
  { value: 'completed', label: 'Completed', hint: 'The learner reached the goal' },
  { value: 'ended', label: 'Ended', hint: 'The way is over without it' },
] as const;

export function EndForm({ config, onChange }: StepFormProps<'end'>) {
  return (
    <FormField label="How it ends">
      <Select choices={outcomes} value={config.outcome} onChange={(outcome) => onChange({ outcome })} />
    </FormField>
  );
}

export function CertifyForm() {
  return (
    <p className="text-sm text-ink-soft">
      Signs the course’s credential for the learner and makes its public page. It is issued once, however
      often this step is tried. If it cannot be issued, the run blocks here until someone retries, or goes on
      by “failed” when that is connected.
    </p>
  );
}
