import type { BlackoutDates } from '@gradus/flow';
import { Plus, Trash2 } from 'lucide-react';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Input } from '../../../ui/control/input.tsx';
import { inAMonth } from '../document/new-steps.ts';
import { DateInput } from '../fields/time-input.tsx';
import type { SettingsDraft } from './use-settings-draft.ts';

const MOST = 60;

/** Holidays and breaks: nobody is sent on then. */
export function BlackoutDatesField(draft: SettingsDraft) {
  const { settings, change } = draft;
  const blackouts = settings.blackoutDates ?? [];
  const set = (next: BlackoutDates[]) => change({ blackoutDates: next.length > 0 ? next : undefined });
  const add = () => set([...blackouts, { title: 'Holiday', from: inAMonth(), to: inAMonth() }]);
  return (
    <fieldset className="flex flex-col gap-3 rounded-lg border border-line p-4">
      <legend className="sr-only">Blackout dates</legend>
      <div>
        <p className="font-medium">Blackout dates</p>
        <p className="text-sm text-ink-soft">
          A wait or a due date that falls on one of them moves to the first day after. Business days leave
          them out. Weeks open on their day all the same.
        </p>
      </div>
      {blackouts.map((blackout, index) => (
        <BlackoutRow
          key={index}
          {...draft}
          index={index}
          value={blackout}
          onChange={(next) => set(blackouts.with(index, next))}
          onRemove={() => set(blackouts.toSpliced(index, 1))}
        />
      ))}
      {blackouts.length < MOST && (
        <Button size="sm" variant="quiet" className="self-start" onClick={add}>
          <Plus aria-hidden /> Add dates
        </Button>
      )}
    </fieldset>
  );
}

interface BlackoutRowProps extends Pick<SettingsDraft, 'errorAt'> {
  index: number;
  value: BlackoutDates;
  onChange(value: BlackoutDates): void;
  onRemove(): void;
}

function BlackoutRow({ index, value, onChange, onRemove, errorAt }: BlackoutRowProps) {
  const field = `blackoutDates.${index}`;
  return (
    <div role="group" aria-label={value.title} className="flex flex-col gap-2 rounded-lg bg-sunken/70 p-2.5">
      <div className="flex items-end gap-1">
        <FormField label="Name" error={errorAt(`${field}.title`)} className="min-w-0 flex-1">
          <Input
            maxLength={80}
            value={value.title}
            onChange={({ target }) => onChange({ ...value, title: target.value })}
          />
        </FormField>
        <Button size="icon" variant="quiet" aria-label={`Remove “${value.title}”`} onClick={onRemove}>
          <Trash2 aria-hidden />
        </Button>
      </div>
      <div className="flex flex-wrap gap-3">
        <FormField label="First day" error={errorAt(`${field}.from`)}>
          <DateInput
            value={value.from}
            onChange={(from) => onChange({ ...value, from, to: value.to < from ? from : value.to })}
          />
        </FormField>
        <FormField label="Last day" error={errorAt(`${field}.to`)}>
          <DateInput value={value.to} onChange={(to) => onChange({ ...value, to })} />
        </FormField>
      </div>
    </div>
  );
}
