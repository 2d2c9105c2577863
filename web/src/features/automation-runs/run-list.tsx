import type { RunSummary } from '@gradus/contracts';
import { Link } from '@tanstack/react-router';
import { Users } from 'lucide-react';
import { RunStatus } from '../../canvas/run-status.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { SkeletonText } from '../../ui/skeleton.tsx';
import { SimulatedBadge } from '../../ui/status.tsx';
import { Table } from '../../ui/table.tsx';
import type { Column } from '../../ui/table.tsx';
import { Moment } from '../../ui/time/moment.tsx';

interface RunListProps {
  runs: {
    isPending: boolean;
    isFetching: boolean;
    isError: boolean;
    isSuccess: boolean;
    error: unknown;
    refetch(): unknown;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isPlaceholderData: boolean;
    data: { pages: readonly unknown[] } | undefined;
    fetchNextPage(): unknown;
  };
  found: RunSummary[];
  filtered: boolean;
}

/** Runs with where they are in one sentence each. */
export function RunList({ runs, found, filtered }: RunListProps) {
  return (
    <Card aria-busy={runs.isFetching}>
      {runs.isPending && <SkeletonText className="p-6" lines={8} />}
      {runs.isError && <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />}
      {runs.isSuccess && found.length === 0 && (
        <EmptyState icon={Users} title={filtered ? 'Nobody matches' : 'Nobody has entered yet'}>
          {filtered
            ? 'Choose another step or condition.'
            : 'Once someone is enrolled, their way through is followed here.'}
        </EmptyState>
      )}
      {found.length > 0 && (
        <Table caption="Learners" columns={columns} rows={found} rowKey={(run) => run.id} />
      )}
      <MoreButton {...runs} />
    </Card>
  );
}

const columns: Column<RunSummary>[] = [
  {
    key: 'who',
    title: 'Learner',
    cell: (run) => (
      <div className="min-w-40">
        <p className="flex flex-wrap items-center gap-2">
          <Link
            to="/runs/$runId"
            params={{ runId: run.id }}
            className="font-medium text-accent hover:underline"
          >
            {run.learnerName}
          </Link>
          {run.simulated && <SimulatedBadge />}
        </p>
        <p className="break-words text-ink-soft">{run.learnerEmail}</p>
        <p className="mt-1 break-words md:hidden">{run.summary}</p>
      </div>
    ),
  },
  {
    key: 'condition',
    title: 'Condition',
    cell: (run) => <RunStatus run={run} />,
  },
  { key: 'where', title: 'Where and why', cell: (run) => run.summary, wide: true, className: 'min-w-56' },
  { key: 'version', title: 'Version', cell: (run) => run.version, wide: true, align: 'right' },
  {
    key: 'since',
    title: 'Since',
    wide: true,
    className: 'whitespace-nowrap',
    cell: (run) => <Moment at={run.startedAt} style="day" />,
  },
];
