import type { WorkList } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { CircleCheckBig } from 'lucide-react';
import { useLive, useLiveState } from '../../api/live.ts';
import { operationsKeys, workListQuery } from '../../api/operations.ts';
import { bulkKeys } from '../../api/ordering/bulk.ts';
import { BulkList } from '../../orders/bulk-list.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { PartsHealth } from './parts-health.tsx';
import { WorkGroupCard } from './work-group-card.tsx';

export function WorkListPage() {
  useLive({ work: [operationsKeys.workList(), bulkKeys.all] });
  const work = useQuery(workListQuery);
  return (
    <Page title="Operations" width="wide">
      <PageHeader
        title="Operations"
        description="Everything that is retrying, blocked or undelivered, grouped by cause. Nothing is listed twice and nothing is given up silently."
        badges={<LiveBadge />}
      />
      {work.data ? (
        <WorkListView work={work.data} />
      ) : work.isError ? (
        <Card>
          <ErrorState
            title="The work list could not be read"
            error={work.error}
            onRetry={() => void work.refetch()}
            retrying={work.isFetching}
          />
        </Card>
      ) : (
        <WorkListSkeleton />
      )}
    </Page>
  );
}

function LiveBadge() {
  const live = useLiveState();
  return live === 'open' ? <Status look="running">Live</Status> : <Status look="idle">Reconnecting</Status>;
}

function WorkListView({ work }: { work: WorkList }) {
  const total = work.groups.reduce((sum, group) => sum + group.count, 0);
  return (
    <>
      <PartsHealth work={work} />
      <BulkList onlyOpen />
      <section className="flex flex-col gap-4" aria-label="Work list">
        <h2 className="text-lg font-semibold" aria-live="polite">
          {total === 0
            ? 'Nothing to do'
            : total === 1
              ? '1 thing needs attention'
              : `${total} things need attention`}
        </h2>
        {work.groups.length === 0 && (
          <Card>
            <EmptyState icon={CircleCheckBig} title="All is well">
              No run is blocked, no mail is waiting and nothing is being retried. When something fails, it
              appears here with its cause in plain words, and you can retry one, some or all of it.
            </EmptyState>
          </Card>
        )}
        {work.groups.map((group) => (
          <WorkGroupCard key={group.groupId} group={group} />
        ))}
      </section>
    </>
  );
}

function WorkListSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-7">
      <Skeleton className="h-28 rounded-xl" />
      <div className="flex flex-col gap-4">
        <Skeleton className="h-7 w-56" />
        <Skeleton className="h-44 rounded-xl" />
        <Skeleton className="h-44 rounded-xl" />
      </div>
    </div>
  );
}
