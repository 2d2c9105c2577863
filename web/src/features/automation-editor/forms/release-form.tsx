import type { ReleasePolicy } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { ModuleField } from '../fields/module-field.tsx';
import { NumberInput } from '../fields/number-input.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import { DateInput, TimeInput } from '../fields/time-input.tsx';
import { WeekdayTimeField } from '../fields/weekday-time-field.tsx';
import { ZoneField } from '../fields/zone-field.tsx';
import { inAMonth } from '../document/new-steps.ts';
import type { StepFormProps } from '../inspector/step-form.ts';

const policies = [
  { value: 'afterEnrollment', label: 'Some days after enrollment' },
  { value: 'afterPreviousRelease', label: 'Some days after the week before opened' },
  { value: 'afterPreviousCompletion', label: 'After the week before is completed' },
  { value: 'date', label: 'On a calendar date' },
] as const;

export function ReleaseForm({ config, onChange, errorAt, catalogue }: StepFormProps<'release'>) {
  const { policy, snap } = config;
  return (
    <>
      <ModuleField
        label="Which week opens"
        value={config.module}
        catalogue={catalogue}
        onChange={(module) => onChange({ ...config, module })}
        error={errorAt('module')}
      />
      <FormField label="When" error={errorAt('policy')}>
        <Select
          choices={policies}
          value={policy.kind}
          onChange={(kind) => onChange({ ...config, policy: policyOf(kind, policy) })}
        />
      </FormField>
      {policy.kind === 'date' ? (
        <div className="flex flex-wrap gap-3">
          <FormField label="Date" error={errorAt('policy.date')}>
            <DateInput
              value={policy.date}
              onChange={(date) => onChange({ ...config, policy: { ...policy, date } })}
            />
          </FormField>
          <FormField label="Time">
            <TimeInput
              value={policy.time}
              onChange={(time) => onChange({ ...config, policy: { ...policy, time } })}
            />
          </FormField>
        </div>
      ) : (
        <FormField
          label="Days"
          hint={policy.days === 0 ? 'At once.' : undefined}
          error={errorAt('policy.days')}
        >
          <NumberInput
            min={0}
            max={3_650}
            className="w-24"
            value={policy.days}
            onChange={(days) => onChange({ ...config, policy: { ...policy, days } })}
          />
        </FormField>
      )}
      <OptionalPart
        label="Move to the next weekday"
        hint="For example: always on a Monday at 09:00."
        on={snap !== undefined}
        onToggle={(on) => onChange({ ...config, snap: on ? { weekdays: [1], time: '09:00' } : undefined })}
      >
        {snap && <WeekdayTimeField value={snap} onChange={(next) => onChange({ ...config, snap: next })} />}
      </OptionalPart>
      <ZoneField
        value={config.zone}
        allow={['learner', 'school']}
        onChange={(zone) => onChange({ ...config, zone })}
      />
    </>
  );
}

function policyOf(kind: ReleasePolicy['kind'], before: ReleasePolicy): ReleasePolicy {
  if (kind === 'date') return { kind, date: inAMonth(), time: '09:00' };
  return { kind, days: before.kind === 'date' ? 7 : before.days };
}
