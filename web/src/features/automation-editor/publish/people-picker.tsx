import { useInfiniteQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { runsQuery } from '../../../api/runs.ts';
import { SearchInput } from '../../../ui/control/search-input.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { MoreButton } from '../../../ui/more-button.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useEditorScope } from '../store/editor-context.tsx';
import type { Decision } from './decision.ts';

type Chosen = Decision['chosen'];

interface PeoplePickerProps {
  chosen: Chosen;
  onChoose(chosen: Chosen): void;
}

/** Chooses some of the people inside by name. */
export function PeoplePicker({ chosen, onChoose }: PeoplePickerProps) {
  const [search, setSearch] = useState('');
  const { automation } = useEditorScope();
  const runs = useInfiniteQuery(
    runsQuery({ automationId: automation.id, open: true, search: search || undefined }),
  );
  const people = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const has = (runId: string) => chosen.some((one) => one.runId === runId);
  const toggle = (runId: string, name: string) =>
    onChoose(has(runId) ? chosen.filter((one) => one.runId !== runId) : [...chosen, { runId, name }]);
  return (
    <div
      role="group"
      aria-label="Who goes over"
      className="flex flex-col gap-2 rounded-lg border border-line p-3"
    >
      <SearchInput label="Search by name, e-mail or id" value={search} onSearch={setSearch} />
      {runs.isPending && <Skeleton className="h-24 rounded-lg" />}
      {runs.isError && <p className="text-sm text-bad">{sentenceOf(runs.error)}</p>}
      {runs.isSuccess && people.length === 0 && (
        <p className="py-2 text-sm text-ink-soft">Nobody inside is found by that.</p>
      )}
      <div className="flex max-h-52 flex-col overflow-y-auto">
        {people.map((run) => (
          <label
            key={run.id}
            className="flex items-start gap-2.5 rounded-md px-1.5 py-1.5 text-sm hover:bg-sunken"
          >
            <input
              type="checkbox"
              className="mt-0.5 size-4 shrink-0 accent-accent"
              checked={has(run.id)}
              onChange={() => toggle(run.id, run.learnerName)}
            />
            <span>
              <span className="font-medium">{run.learnerName}</span>{' '}
              <span className="text-ink-soft">
                version {run.version}. {run.summary}
              </span>
            </span>
          </label>
        ))}
        <MoreButton {...runs} />
      </div>
      <p className="text-sm" aria-live="polite">
        {chosen.length === 0 ? 'Nobody is chosen yet.' : `${chosen.length} chosen`}
      </p>
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {chosen.map(({ runId, name }) => (
            <li key={runId}>
              <button
                type="button"
                className="inline-flex h-7 items-center gap-1.5 rounded-full bg-accent-soft px-2.5 text-sm text-accent"
                onClick={() => toggle(runId, name)}
              >
                {name} <X aria-hidden className="size-3.5" />
                <span className="sr-only">(take out of the choice)</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
