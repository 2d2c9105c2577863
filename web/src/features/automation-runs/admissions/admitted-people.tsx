import type { AdmittedPerson } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { admittedQuery } from '../../../api/entering/admissions.ts';
import { ErrorState } from '../../../ui/error-state.tsx';
import { MoreButton } from '../../../ui/more-button.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';
import { Table } from '../../../ui/table.tsx';
import type { Column } from '../../../ui/table.tsx';
import { OUTCOME_WORDS } from './outcome-words.ts';

/** Everybody of one admission with what became of them. */
export function AdmittedPeople(props: { automationId: string; admissionId: string }) {
  const query = useInfiniteQuery(admittedQuery(props.automationId, props.admissionId));
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <SkeletonText lines={3} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className="rounded-lg border border-line">
      <Table
        caption="People let in"
        columns={columns}
        rows={people}
        rowKey={(person) => String(person.seq)}
      />
      <MoreButton {...query} />
    </div>
  );
}

const columns: Column<AdmittedPerson>[] = [
  {
    key: 'who',
    title: 'Person',
    cell: ({ name, email }) => (
      <>
        {name !== '' && <span className="font-medium">{name}</span>}{' '}
        <span className="break-words text-ink-soft">{email}</span>
      </>
    ),
  },
  {
    key: 'outcome',
    title: 'What became of it',
    cell: ({ outcome, runId, detail }) => {
      const words = OUTCOME_WORDS.find(([known]) => known === outcome)?.[1] ?? 'waits';
      return (
        <>
          {runId && outcome === 'started' ? (
            <Link to="/runs/$runId" params={{ runId }} className="text-accent hover:underline">
              {words}
            </Link>
          ) : (
            words
          )}
          {detail && <span className="block text-sm text-ink-soft">{detail}</span>}
        </>
      );
    },
  },
];
