import type { WeekdayTime } from '@gradus/flow';
import { weekdayName } from '../../../canvas/words/durations.ts';
import { cn } from '../../../ui/class-names.ts';
import { FormField } from '../../../ui/control/form-field.tsx';
import { TimeInput } from './time-input.tsx';

interface WeekdayTimeFieldProps {
  value: WeekdayTime;
  onChange(value: WeekdayTime): void;
}

interface WeekdaysFieldProps {
  value: number[];
  onChange(value: number[]): void;
}

/** One or more weekdays. The last one cannot be taken away. */
export function WeekdaysField({ value, onChange }: WeekdaysFieldProps) {
  const toggle = (day: number) => {
    const weekdays = value.includes(day) ? value.filter((other) => other !== day) : [...value, day].sort();
    if (weekdays.length > 0) onChange(weekdays);
  };
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">On</legend>
      <div className="grid grid-cols-7 gap-1">
        {[1, 2, 3, 4, 5, 6, 7].map((day) => {
          const chosen = value.includes(day);
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
  );
}

/** One or more weekdays, and a time of day. */
export function WeekdayTimeField({ value, onChange }: WeekdayTimeFieldProps) {
  return (
    <div className="flex flex-col gap-3">
      <WeekdaysField value={value.weekdays} onChange={(weekdays) => onChange({ ...value, weekdays })} />
      <FormField label="At">
        <TimeInput value={value.time} onChange={(time) => onChange({ ...value, time })} />
      </FormField>
    </div>
  );
}
