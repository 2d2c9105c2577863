import { nextDates } from '@gradus/flow';
import type { Recurrence } from '@gradus/flow';
import { useState } from 'react';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { TimeInput } from '../fields/time-input.tsx';
import { WeekdayTimeField } from '../fields/weekday-time-field.tsx';
import { zones } from '../fields/zones.ts';
import type { StartFormProps } from '../starts/start-form.ts';

const kinds = [
  { value: 'weekly', label: 'Every week' },
  { value: 'monthly', label: 'Every month' },
] as const;

const clocks = [{ value: 'school', label: 'The school’s' }, ...zones];

const fresh = (kind: Recurrence['kind'], time: string): Recurrence =>
  kind === 'weekly' ? { kind, at: { weekdays: [1], time } } : { kind, days: [1], time };

const timeOf = (every: Recurrence) => (every.kind === 'weekly' ? every.at.time : every.time);

export function ScheduleStart({ on, onChange, errorAt, catalogue }: StartFormProps<'schedule'>) {
  const { every, audience } = on;
  const put = (next: Recurrence) => onChange({ ...on, every: next });
  return (
    <>
      <FormField label="How often">
        <Select
          choices={kinds}
          value={every.kind}
          onChange={(kind) => kind !== every.kind && put(fresh(kind, timeOf(every)))}
        />
      </FormField>
      {every.kind === 'weekly' ? (
        <WeekdayTimeField value={every.at} onChange={(at) => put({ ...every, at })} />
      ) : (
        <MonthDays every={every} onChange={put} />
      )}
      <FormField label="On whose clock" error={errorAt('on.zone')}>
        <Combobox
          choices={clocks}
          value={on.zone}
          onChange={(zone) => onChange({ ...on, zone })}
          nothingFound="No such time zone."
        />
      </FormField>
      <FormField label="For whom" error={errorAt('on.audience.segment') ?? errorAt('on.audience')}>
        <Select
          choices={[
            ...(catalogue.courseTitle === null ? [] : [{ value: 'roster', label: 'Everybody enrolled' }]),
            ...catalogue.segments.map(({ id, name }) => ({ value: id, label: name, hint: 'Segment' })),
          ]}
          value={audience.kind === 'roster' ? 'roster' : audience.segment}
          onChange={(value) =>
            onChange({
              ...on,
              audience: value === 'roster' ? { kind: 'roster' } : { kind: 'segment', segment: value },
            })
          }
        />
      </FormField>
      <NextDates every={every} zone={on.zone === 'school' ? catalogue.schoolZone : on.zone} />
      <p className="text-sm text-ink-soft">
        Whoever belongs to it at that moment comes in, as the entry rule allows: by “once” each person at
        their first date only. Dates that pass while nothing runs are made up for once. A date is left out
        while the automation is paused, or while people of the last date are still being let in.
      </p>
    </>
  );
}

interface MonthDaysProps {
  every: Extract<Recurrence, { kind: 'monthly' }>;
  onChange(every: Recurrence): void;
}

function MonthDays({ every, onChange }: MonthDaysProps) {
  const read = (text: string) => {
    const days = [
      ...new Set(
        text
          .split(/[^0-9]+/)
          .filter(Boolean)
          .map(Number),
      ),
    ].filter((day) => day >= 1 && day <= 31);
    if (days.length > 0) onChange({ ...every, days: days.sort((a, b) => a - b) });
  };
  return (
    <>
      <FormField label="On these days" hint="For example 1, 15. The 31st is the last day of a shorter month.">
        <Input
          key={every.days.join()}
          defaultValue={every.days.join(', ')}
          onBlur={(event) => read(event.currentTarget.value)}
        />
      </FormField>
      <FormField label="At">
        <TimeInput value={every.time} onChange={(time) => onChange({ ...every, time })} />
      </FormField>
    </>
  );
}

/** The dates that come next, on the clock that counts. */
function NextDates({ every, zone }: { every: Recurrence; zone: string }) {
  const [now] = useState(() => Date.now());
  let dates: number[];
  try {
    dates = nextDates(every, zone, now, 5);
  } catch {
    return null;
  }
  const said = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short', timeZone: zone });
  return (
    <section aria-label="The next dates" className="flex flex-col gap-1.5">
      <h3 className="text-sm font-medium">The next dates ({zone.replaceAll('_', ' ')})</h3>
      <ol className="flex flex-col gap-0.5 text-sm text-ink-soft">
        {dates.map((at) => (
          <li key={at}>
            <time dateTime={new Date(at).toISOString()}>{said.format(at)}</time>
          </li>
        ))}
      </ol>
    </section>
  );
}
