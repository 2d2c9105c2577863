import type { TimeWindow } from '@gradus/flow';
import { FormField } from '../../../ui/control/form-field.tsx';
import { OptionalPart } from '../fields/optional-part.tsx';
import { TimeInput } from '../fields/time-input.tsx';
import { WeekdaysField } from '../fields/weekday-time-field.tsx';

interface WithinFieldProps {
  value: TimeWindow | undefined;
  onChange(value: TimeWindow | undefined): void;
  error?: string | undefined;
}

/** Hours in which the way goes on; whoever is done waiting outside of them waits for the next. */
export function WithinField({ value, onChange, error }: WithinFieldProps) {
  return (
    <OptionalPart
      label="Go on only within these hours"
      hint="Whoever is done waiting outside of them goes on when they begin again."
      on={value !== undefined}
      onToggle={(on) => onChange(on ? { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' } : undefined)}
    >
      {value && (
        <>
          <WeekdaysField value={value.weekdays} onChange={(weekdays) => onChange({ ...value, weekdays })} />
          <div className="flex flex-wrap gap-3">
            <FormField label="From">
              <TimeInput value={value.from} onChange={(from) => onChange({ ...value, from })} />
            </FormField>
            <FormField label="To" hint={value.to < value.from ? 'On the day after' : undefined} error={error}>
              <TimeInput value={value.to} onChange={(to) => onChange({ ...value, to })} />
            </FormField>
          </div>
        </>
      )}
    </OptionalPart>
  );
}
