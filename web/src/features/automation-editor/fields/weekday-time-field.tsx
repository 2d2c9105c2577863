import type { WeekdayTime } from '@gradus/flow';
import { weekdayName } from '../../../canvas/words/durations.ts';
import { cn } from '../../../ui/class-names.ts';
import { FormField } from '../../../ui/control/form-field.tsx';
import { TimeInput } from './time-input.tsx';

interface WeekdayTimeFieldProps {
  value: WeekdayTime;
  onChange(value: WeekdayTime): void;
}

/** One or more weekdays, and a time of day. The last weekday cannot be taken away. */
export function WeekdayTimeField({ value, onChange }: WeekdayTimeFieldProps) {
  const toggle = (day: number) => {
    const chosen = value.weekdays.includes(day);
    const weekdays = chosen
      ? value.weekdays.filter((other) => other !== day)
      : [...value.weekdays, day].sort();
    if (weekdays.length > 0) onChange({ ...value, weekdays });
  };
  return (
    <div className="flex flex-col gap-3">
      <fieldset>
        <legend className="mb-1.5 text-sm font-medium">On</legend>
        <div className="grid grid-cols-7 gap-1">
          {[1, 2, 3, 4, 5, 6, 7].map((day) => {
            const chosen = value.weekdays.includes(day);
            return (
              <button
                key={day}
                type="button"
                aria-pressed={chosen}
                aria-label={weekdayName(day)}
                className={cn(
                  'h-9 rounded-md border text-xs font-medium',
                  chosen
                    ? 'border-accent bg-accent text-on-accent'
                    : 'border-line text-ink-soft hover:bg-sunken',
                )}
                onClick={() => toggle(day)}
              >
                {weekdayName(day, 'short')}
              </button>
            );
          })}
        </div>
      </fieldset>
      <FormField label="At">
        <TimeInput value={value.time} onChange={(time) => onChange({ ...value, time })} />
      </FormField>
    </div>
  );
}
