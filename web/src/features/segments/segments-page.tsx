import type { SegmentDetail } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { segmentsQuery } from '../../api/entering/segments.ts';
import { useMe } from '../../api/session.ts';
import { Card } from '../../ui/card.tsx';
import { Button } from '../../ui/control/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { SegmentCard } from './segment-card.tsx';
import { SegmentDialog } from './segment-dialog.tsx';
import { useKnownPlaces } from './use-places.ts';

type Edited = SegmentDetail | { id: string };

/** The school's standing questions about people, with who belongs now. */
export function SegmentsPage() {
  const query = useInfiniteQuery(segmentsQuery);
  const segments = query.data?.pages.flatMap((page) => page.items) ?? [];
  const places = useKnownPlaces();
  const mayEdit = useMe()?.role !== 'ops';
  const [edited, setEdited] = useState<Edited | null>(null);
  const makeNew = () => setEdited({ id: crypto.randomUUID() });
  return (
    <Page title="Segments" width="wide">
      <PageHeader
        title="Segments"
        description="Groups of people who have something in common now: half-way and silent for two weeks, paid but not begun. An automation starts when somebody comes to belong."
        actions={
          mayEdit && (
            <Button variant="primary" onClick={makeNew}>
              <Plus aria-hidden /> New segment
            </Button>
          )
        }
      />
      {query.isPending && <Skeleton className="h-28 rounded-xl" />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && segments.length === 0 && (
        <Card>
          <EmptyState icon={UsersRound} title="No segments yet">
            Say in conditions whom you mean; who belongs is kept up to date by itself.
          </EmptyState>
        </Card>
      )}
      <ul className="flex flex-col gap-3">
        {segments.map((segment) => (
          <li key={segment.id}>
            <SegmentCard
              segment={segment}
              places={places}
              onEdit={mayEdit ? () => setEdited(segment) : null}
            />
          </li>
        ))}
      </ul>
      <MoreButton {...query} />
      {edited && <SegmentDialog segment={edited} places={places} onClose={() => setEdited(null)} />}
    </Page>
  );
}
