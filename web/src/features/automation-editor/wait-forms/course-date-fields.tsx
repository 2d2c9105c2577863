import type { StepOf } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { DurationField } from '../fields/duration-field.tsx';
import { ModuleField } from '../fields/module-field.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import { TimeInput } from '../fields/time-input.tsx';
import type { StepFormProps } from '../inspector/step-form.ts';

type CourseDateRule = Extract<StepOf<'wait'>['config']['for'], { kind: 'courseDate' }>;

interface CourseDateFieldsProps extends Pick<StepFormProps<'wait'>, 'errorAt' | 'catalogue'> {
  value: CourseDateRule;
  onChange(value: CourseDateRule): void;
}

const dates = [
  { value: 'module', label: 'A week opens' },
  { value: 'enrollment', label: 'The enrollment' },
] as const;
const directions = [
  { value: 'before', label: 'before' },
  { value: 'after', label: 'after' },
] as const;

/** Why a due date is none of these, and what to draw instead. */
const DUE =
  'A due date is counted from arriving at its step. To remind somebody before it, do it on a parallel way beside that step.';

/** So long before or after a date of the course. */
export function CourseDateFields({ value, onChange, errorAt, catalogue }: CourseDateFieldsProps) {
  const { from, offset, direction, time } = value;
  const first = catalogue.modules[0]?.key ?? 'choose-a-week';
  return (
    <>
      <DurationField
        label="How long"
        hint={offset.amount === 0 ? 'On the date itself.' : ''}
        value={offset}
        onChange={(next) => onChange({ ...value, offset: next })}
        error={errorAt('for.offset')}
      />
      <div className="grid grid-cols-2 gap-3">
        <FormField label="Before or after">
          <Select
            choices={directions}
            value={direction}
            onChange={(next) => onChange({ ...value, direction: next })}
          />
        </FormField>
        <FormField label="What">
          <Select
            choices={dates}
            value={from.kind}
            onChange={(kind) =>
              onChange({ ...value, from: kind === 'module' ? { kind, module: first } : { kind } })
            }
          />
        </FormField>
      </div>
      <p className="text-sm text-ink-soft">{DUE}</p>
      {from.kind === 'module' && (
        <ModuleField
          label="Which week"
          value={from.module}
          catalogue={catalogue}
          onChange={(module) => onChange({ ...value, from: { ...from, module } })}
          error={errorAt('for.from.module')}
        />
      )}
      <OptionalPart
        label="At a time of that day"
        hint="Without one, at the time of day of the date itself."
        on={time !== undefined}
        onToggle={(on) => onChange({ ...value, time: on ? '09:00' : undefined })}
      >
        {time !== undefined && (
          <FormField label="At">
            <TimeInput value={time} onChange={(next) => onChange({ ...value, time: next })} />
          </FormField>
        )}
      </OptionalPart>
    </>
  );
}
