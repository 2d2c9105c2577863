import type { StepOf } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { DurationField } from '../fields/duration-field.tsx';
import { NumberInput } from '../fields/number-input.tsx';
import { DateInput, TimeInput } from '../fields/time-input.tsx';
import { WeekdayTimeField } from '../fields/weekday-time-field.tsx';
import { ZoneField } from '../fields/zone-field.tsx';
import { inAMonth } from '../document/new-steps.ts';
import type { StepFormProps } from '../inspector/step-form.ts';
import { CourseDateFields } from '../wait-forms/course-date-fields.tsx';
import { WithinField } from '../wait-forms/within-field.tsx';

type WaitConfig = StepOf<'wait'>['config'];

const kinds = [
  { value: 'duration', label: 'For some time' },
  {
    value: 'businessDays',
    label: 'For some business days',
    hint: 'Monday to Friday, without blackout dates',
  },
  { value: 'weekday', label: 'Until a weekday' },
  { value: 'until', label: 'Until a date' },
  { value: 'courseDate', label: 'Until a date of the course', hint: 'Two days before week 5 opens, say' },
] as const;

export function WaitForm(props: StepFormProps<'wait'>) {
  const { config, onChange, errorAt, catalogue } = props;
  const wait = config.for;
  const [module] = catalogue.modules;
  return (
    <>
      <FormField label="Waits" error={errorAt('for')}>
        <Select
          choices={kinds}
          value={wait.kind}
          onChange={(kind) => onChange(waitOf(kind, config, module?.key))}
        />
      </FormField>
      <WaitFields {...props} />
      <WithinField
        value={config.within}
        error={errorAt('within.to') ?? errorAt('within')}
        onChange={(within) => onChange({ ...config, within, zone: walled(config, within !== undefined) })}
      />
      <ZoneField
        value={config.zone}
        allow={needsWall(config) ? ['learner', 'school'] : ['learner', 'school', 'none']}
        onChange={(zone) => onChange({ ...config, zone })}
      />
    </>
  );
}

/** What the chosen kind of wait is about. */
function WaitFields({ config, onChange, errorAt, catalogue }: StepFormProps<'wait'>) {
  const wait = config.for;
  const set = (next: WaitConfig['for']) => onChange({ ...config, for: next });
  switch (wait.kind) {
    case 'duration':
      return (
        <DurationField
          label="How long"
          value={wait.duration}
          onChange={(duration) => set({ ...wait, duration })}
          error={errorAt('for.duration')}
        />
      );
    case 'weekday':
      return <WeekdayTimeField value={wait.at} onChange={(at) => set({ ...wait, at })} />;
    case 'until':
      return (
        <div className="flex flex-wrap gap-3">
          <FormField label="Date" error={errorAt('for.date')}>
            <DateInput value={wait.date} onChange={(date) => set({ ...wait, date })} />
          </FormField>
          <FormField label="Time">
            <TimeInput value={wait.time} onChange={(time) => set({ ...wait, time })} />
          </FormField>
        </div>
      );
    case 'businessDays':
      return (
        <div className="flex flex-wrap gap-3">
          <FormField label="Business days" error={errorAt('for.days')}>
            <NumberInput
              min={1}
              max={250}
              className="w-24"
              value={wait.days}
              onChange={(days) => set({ ...wait, days })}
            />
          </FormField>
          <FormField label="Then at">
            <TimeInput value={wait.time} onChange={(time) => set({ ...wait, time })} />
          </FormField>
        </div>
      );
    case 'courseDate':
      return <CourseDateFields value={wait} onChange={set} errorAt={errorAt} catalogue={catalogue} />;
  }
}

function needsWall({ for: rule, within }: WaitConfig): boolean {
  if (within !== undefined) return true;
  return rule.kind === 'courseDate' ? rule.time !== undefined : rule.kind !== 'duration';
}

/** Where a clock on the wall counts, somebody's does. */
function walled({ zone }: WaitConfig, needed: boolean): WaitConfig['zone'] {
  return needed && zone === 'none' ? 'learner' : zone;
}

function waitOf(kind: WaitConfig['for']['kind'], before: WaitConfig, module: string | undefined): WaitConfig {
  const zone = walled(before, kind !== 'duration');
  const made = {
    duration: () => ({ kind: 'duration' as const, duration: { amount: 3, unit: 'days' as const } }),
    weekday: () => ({ kind: 'weekday' as const, at: { weekdays: [1], time: '09:00' } }),
    until: () => ({ kind: 'until' as const, date: inAMonth(), time: '09:00' }),
    businessDays: () => ({ kind: 'businessDays' as const, days: 3, time: '09:00' }),
    courseDate: () => ({
      kind: 'courseDate' as const,
      from: module === undefined ? { kind: 'enrollment' as const } : { kind: 'module' as const, module },
      direction: module === undefined ? ('after' as const) : ('before' as const),
      offset: { amount: 2, unit: 'days' as const },
    }),
  }[kind];
  return { ...before, zone, for: made() };
}
