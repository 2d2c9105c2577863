import type { BulkFilter } from '@gradus/contracts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { versionsQuery } from '../api/automations.ts';
import { workListQuery } from '../api/operations.ts';
import { cohortsQuery } from '../api/ordering/waiting-room.ts';
import { FormField } from '../ui/control/form-field.tsx';
import { Input } from '../ui/control/input.tsx';
import { Select } from '../ui/control/select.tsx';

const ANY = 'any:';

interface NarrowDownProps {
  automationId: string;
  filter: BulkFilter;
  onChange(filter: BulkFilter): void;
}

/** More to say about whom an order is for: version, cause of the failure, cohort, and since when they are enrolled or at their step. */
export function NarrowDown(props: NarrowDownProps) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-sm text-accent">Only some of them</summary>
      {open && <Fields {...props} />}
    </details>
  );
}

function Fields({ automationId, filter, onChange }: NarrowDownProps) {
  const versions = useInfiniteQuery(versionsQuery(automationId)).data?.pages.flatMap((page) => page.items);
  const cohorts = useQuery(cohortsQuery(automationId)).data?.items ?? [];
  const groups = useQuery(workListQuery).data?.groups ?? [];
  const causes = new Map(
    groups.filter(({ kind }) => kind === 'run').map(({ cause, title }) => [cause, title]),
  );
  const set = (name: keyof BulkFilter, value: string | null) => {
    const { [name]: _before, ...rest } = filter;
    onChange(value === null ? rest : { ...rest, [name]: value });
  };
  return (
    <div className="mt-3 grid gap-3 sm:grid-cols-2">
      <Choice
        label="Version"
        choices={(versions ?? []).map(({ id, number }) => ({ value: id, label: `Version ${number}` }))}
        value={filter.versionId}
        onChange={(value) => set('versionId', value)}
      />
      <Choice
        label="Cause of the failure"
        choices={[...causes].map(([value, label]) => ({ value, label }))}
        value={filter.cause}
        onChange={(value) => set('cause', value)}
      />
      <Choice
        label="Cohort"
        choices={cohorts.map(({ courseVersionId, course, number, learners }) => ({
          value: courseVersionId,
          label: `${course}, ${number}`,
          hint: `${learners} inside`,
        }))}
        value={filter.courseVersionId}
        onChange={(value) => set('courseVersionId', value)}
      />
      <Day
        label="At their step since before"
        value={filter.sinceBefore}
        onChange={(at) => set('sinceBefore', at)}
      />
      <Day label="Enrolled from" value={filter.enrolledFrom} onChange={(at) => set('enrolledFrom', at)} />
      <Day label="Enrolled before" value={filter.enrolledUntil} onChange={(at) => set('enrolledUntil', at)} />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  choices: { value: string; label: string; hint?: string }[];
  value: string | undefined;
  onChange(value: string | null): void;
}

function Choice({ label, choices, value, onChange }: ChoiceProps) {
  return (
    <FormField label={label}>
      <Select
        choices={[{ value: ANY, label: 'Any' }, ...choices]}
        value={value ?? ANY}
        onChange={(next) => onChange(next === ANY ? null : next)}
      />
    </FormField>
  );
}

interface DayProps {
  label: string;
  value: string | undefined;
  onChange(at: string | null): void;
}

/** Midnight of a day, where the operator is. */
function Day({ label, value, onChange }: DayProps) {
  return (
    <FormField label={label}>
      <Input
        type="date"
        value={value === undefined ? '' : dayOf(new Date(value))}
        onChange={(event) => {
          const at = new Date(`${event.target.value}T00:00`);
          onChange(Number.isNaN(at.getTime()) ? null : at.toISOString());
        }}
      />
    </FormField>
  );
}

/** As a date field writes it. */
function dayOf(at: Date): string {
  const [month, day] = [at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${String(at.getFullYear()).padStart(4, '0')}-${month}-${day}`;
}
