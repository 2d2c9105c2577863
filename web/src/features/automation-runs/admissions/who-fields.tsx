import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { segmentsQuery } from '../../../api/entering/segments.ts';
import { peopleQuery } from '../../../api/operations.ts';
import { Button } from '../../../ui/control/button.tsx';
import { Combobox } from '../../../ui/control/combobox.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Textarea } from '../../../ui/control/input.tsx';
import { SearchInput } from '../../../ui/control/search-input.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { addressesIn } from './people-to-admit.ts';
import type { WhoDraft } from './people-to-admit.ts';

const kinds = [
  { value: 'one', label: 'One person', hint: 'Found by name or e-mail' },
  { value: 'addresses', label: 'A list of e-mail addresses', hint: 'Pasted, however they are parted' },
  { value: 'roster', label: 'Everybody enrolled', hint: 'Who takes part in the course now' },
  { value: 'segment', label: 'The members of a segment', hint: 'As they are now' },
] as const;

interface WhoFieldsProps {
  draft: WhoDraft;
  /** An automation of no course has no roster. */
  hasCourse: boolean;
  onChange(draft: WhoDraft): void;
}

export function WhoFields({ draft, hasCourse, onChange }: WhoFieldsProps) {
  return (
    <>
      <FormField label="Who">
        <Select
          choices={kinds.filter(({ value }) => hasCourse || value !== 'roster')}
          value={draft.kind}
          onChange={(kind) => onChange({ ...draft, kind })}
        />
      </FormField>
      {draft.kind === 'one' && (
        <PersonField value={draft.userId} onChange={(userId) => onChange({ ...draft, userId })} />
      )}
      {draft.kind === 'segment' && (
        <SegmentField value={draft.segmentId} onChange={(segmentId) => onChange({ ...draft, segmentId })} />
      )}
      {draft.kind === 'addresses' && (
        <FormField
          label="E-mail addresses"
          hint={`${addressesIn(draft.addresses).length} found in the text.`}
        >
          <Textarea
            rows={4}
            spellCheck={false}
            value={draft.addresses}
            placeholder="ada@example.org, ben@example.org"
            onChange={(event) => onChange({ ...draft, addresses: event.target.value })}
          />
        </FormField>
      )}
    </>
  );
}

interface SegmentFieldProps {
  value: string | null;
  onChange(segmentId: string): void;
}

function SegmentField({ value, onChange }: SegmentFieldProps) {
  const query = useInfiniteQuery(segmentsQuery);
  const segments = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <FormField label="Segment">
      <Combobox
        choices={segments.map(({ id, name, members }) => ({ value: id, label: name, hint: `${members}` }))}
        value={value}
        onChange={onChange}
        placeholder="Choose a segment"
        nothingFound="No such segment."
      />
    </FormField>
  );
}

interface PersonFieldProps {
  value: string | null;
  onChange(userId: string | null): void;
}

/** Finds somebody by name or e-mail; the one chosen stays in sight. */
function PersonField({ value, onChange }: PersonFieldProps) {
  const [search, setSearch] = useState('');
  const people = useInfiniteQuery(peopleQuery(search));
  const found = people.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">Person</legend>
      <SearchInput label="Search by name or e-mail" value={search} onSearch={setSearch} />
      <ul className="flex max-h-56 flex-col gap-1 overflow-y-auto rounded-md border border-line p-1">
        {found.length === 0 && (
          <li className="px-3 py-2 text-sm text-ink-soft">
            {people.isPending ? 'Looking …' : 'Nobody of that name.'}
          </li>
        )}
        {found.map((person) => (
          <li key={person.id}>
            <Button
              variant="quiet"
              aria-pressed={person.id === value}
              className="h-auto w-full justify-start px-3 py-2 text-left aria-pressed:bg-accent-soft aria-pressed:text-accent"
              onClick={() => onChange(person.id === value ? null : person.id)}
            >
              <span className="min-w-0">
                <span className="block truncate font-medium">{person.name}</span>
                <span className="block truncate text-sm font-normal text-ink-soft">{person.email}</span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
