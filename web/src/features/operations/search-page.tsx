import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { SearchX, UserSearch } from 'lucide-react';
import { useCallback } from 'react';
import { peopleQuery } from '../../api/operations.ts';
import { runsQuery } from '../../api/runs.ts';
import { Card, CardHeader } from '../../ui/card.tsx';
import { SearchInput } from '../../ui/control/search-input.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonText } from '../../ui/skeleton.tsx';
import { PersonRow } from './person-row.tsx';
import { RunRow } from './run-row.tsx';

/** Whoever is looked at moves on meanwhile; nothing tells this page of everybody it shows. */
const AGAIN_MS = 5_000;

/** Answers "why is she here?": people with their courses and mails, and runs with one sentence each. */
export function SearchPage() {
  const { search = '' } = useSearch({ from: '/ops/search' });
  const navigate = useNavigate();
  const onSearch = useCallback(
    (text: string) =>
      void navigate({ to: '/ops/search', search: { search: text || undefined }, replace: true }),
    [navigate],
  );
  return (
    <Page title="Find a person or run" width="wide">
      <PageHeader
        title="Find a person or run"
        description="By name, e-mail address, or the id from a log or a mail."
      />
      <SearchInput
        label="Name, e-mail or id"
        placeholder="Name, e-mail or id"
        value={search}
        onSearch={onSearch}
        className="max-w-xl"
        takesFocus
      />
      {search.trim().length < 2 ? (
        <Card>
          <EmptyState icon={UserSearch} title="Whom are you looking for?">
            Type at least two letters of a name or an address. You will see where the person is in each
            course, which mails went out, and every run with the reason it stands where it stands.
          </EmptyState>
        </Card>
      ) : (
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <People search={search} />
          <Runs search={search} />
        </div>
      )}
    </Page>
  );
}

function People({ search }: { search: string }) {
  const people = useInfiniteQuery({ ...peopleQuery(search), refetchInterval: AGAIN_MS });
  const runs = useInfiniteQuery(runsQuery({ search })).data?.pages.flatMap((page) => page.items) ?? [];
  const why = new Map(runs.map((run) => [run.id, run.summary]));
  const found = people.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card aria-busy={people.isFetching}>
      <CardHeader title="People" description={total(people.data?.pages[0]?.total, found.length)} />
      {people.isPending && <SkeletonText className="p-6" lines={5} />}
      {people.isError && <ErrorState error={people.error} onRetry={() => void people.refetch()} />}
      {people.isSuccess && found.length === 0 && <Nothing what="No person" />}
      <ul className="mt-3 divide-y divide-line">
        {found.map((person) => (
          <PersonRow key={person.id} person={person} why={why} />
        ))}
      </ul>
      <MoreButton {...people} />
    </Card>
  );
}

function Runs({ search }: { search: string }) {
  const runs = useInfiniteQuery({ ...runsQuery({ search }), refetchInterval: AGAIN_MS });
  const found = runs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card aria-busy={runs.isFetching}>
      <CardHeader title="Runs" description={total(runs.data?.pages[0]?.total, found.length)} />
      {runs.isPending && <SkeletonText className="p-6" lines={5} />}
      {runs.isError && <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.isSuccess && found.length === 0 && <Nothing what="No run" />}
      <ul className="mt-3 divide-y divide-line">
        {found.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </ul>
      <MoreButton {...runs} />
    </Card>
  );
}

function Nothing({ what }: { what: string }) {
  return (
    <EmptyState icon={SearchX} title={`${what} matches`} className="py-8">
      Try fewer letters, the e-mail address, or the whole id.
    </EmptyState>
  );
}

function total(all: number | null | undefined, shown: number): string {
  if (all === undefined) return 'Searching …';
  const count = all ?? shown;
  return count === 1 ? '1 found' : `${count} found`;
}
