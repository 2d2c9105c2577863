import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { ReasonField } from '../fields/reason-field.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

export function GrantForm({ config, onChange, errorAt, catalogue }: StepFormProps<'grant'>) {
  const known = catalogue.courses ?? [];
  const choices = known.map(({ key, title }) => ({ value: key, label: title }));
  if (!known.some(({ key }) => key === config.course))
    choices.push({ value: config.course, label: `${config.course} (not there)` });
  return (
    <>
      <FormField label="Course" error={errorAt('course')}>
        <Select choices={choices} value={config.course} onChange={(course) => onChange({ course })} />
      </FormField>
      <p className="text-sm text-ink-soft">
        Whoever has a place in it already gets one more right to it. A place that was lost is taken up where
        it was left.
      </p>
    </>
  );
}

const sources = [
  { value: 'order', label: 'The one that was paid for' },
  { value: 'subscription', label: 'The one of the subscription' },
  { value: 'grant', label: 'The one that was given' },
  { value: 'all', label: 'Every right there is', hint: 'Access closes for certain' },
] as const;

export function EndEntitlementForm({ config, onChange, errorAt }: StepFormProps<'endEntitlement'>) {
  return (
    <>
      <FormField label="Which right" hint="Access closes when none is left.">
        <Select
          choices={sources}
          value={config.source}
          onChange={(source) => onChange({ ...config, source })}
        />
      </FormField>
      <ReasonField
        hint="The learner reads it. What they have done is kept."
        value={config.reason}
        onChange={(reason) => onChange({ ...config, reason })}
        error={errorAt('reason')}
      />
    </>
  );
}
