import type { StepOf } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { DurationField } from '../fields/duration-field.tsx';
import { DateInput, TimeInput } from '../fields/time-input.tsx';
import { WeekdayTimeField } from '../fields/weekday-time-field.tsx';
import { ZoneField } from '../fields/zone-field.tsx';
import { inAMonth } from '../document/new-steps.ts';
import type { StepFormProps } from '../inspector/step-form.ts';

type WaitConfig = StepOf<'wait'>['config'];

const kinds = [
  { value: 'duration', label: 'For some time' },
  { value: 'weekday', label: 'Until a weekday' },
  { value: 'until', label: 'Until a date' },
] as const;

export function WaitForm({ config, onChange, errorAt }: StepFormProps<'wait'>) {
  const wait = config.for;
  return (
    <>
      <FormField label="Waits" error={errorAt('for')}>
        <Select choices={kinds} value={wait.kind} onChange={(kind) => onChange(waitOf(kind, config))} />
      </FormField>
      {wait.kind === 'duration' && (
        <DurationField
          label="How long"
          value={wait.duration}
          onChange={(duration) => onChange({ ...config, for: { ...wait, duration } })}
          error={errorAt('for.duration')}
        />
      )}
      {wait.kind === 'weekday' && (
        <WeekdayTimeField value={wait.at} onChange={(at) => onChange({ ...config, for: { ...wait, at } })} />
      )}
      {wait.kind === 'until' && (
        <div className="flex flex-wrap gap-3">
          <FormField label="Date" error={errorAt('for.date')}>
            <DateInput
              value={wait.date}
              onChange={(date) => onChange({ ...config, for: { ...wait, date } })}
            />
          </FormField>
          <FormField label="Time">
            <TimeInput
              value={wait.time}
              onChange={(time) => onChange({ ...config, for: { ...wait, time } })}
            />
          </FormField>
        </div>
      )}
      <ZoneField
        value={config.zone}
        allow={wait.kind === 'duration' ? ['learner', 'school', 'none'] : ['learner', 'school']}
        onChange={(zone) => onChange({ ...config, zone })}
      />
    </>
  );
}

function waitOf(kind: WaitConfig['for']['kind'], before: WaitConfig): WaitConfig {
  if (kind === 'duration') return { ...before, for: { kind, duration: { amount: 3, unit: 'days' } } };
  const zone = before.zone === 'none' ? 'learner' : before.zone;
  if (kind === 'weekday') return { zone, for: { kind, at: { weekdays: [1], time: '09:00' } } };
  return { zone, for: { kind, date: inAMonth(), time: '09:00' } };
}
