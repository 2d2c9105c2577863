import type { SegmentDetail, SegmentMember } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Archive, Pencil } from 'lucide-react';
import { useState } from 'react';
import { segmentMembersQuery, useArchiveSegment } from '../../api/entering/segments.ts';
import { Card } from '../../ui/card.tsx';
import { Button } from '../../ui/control/button.tsx';
import { ErrorState, sentenceOf } from '../../ui/error-state.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { Confirm } from '../../ui/overlay/confirm.tsx';
import { notify } from '../../ui/overlay/toast.tsx';
import { SkeletonText } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import type { Column } from '../../ui/table.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { sayAudience } from './audience-words.ts';
import type { KnownPlaces } from './use-places.ts';

interface SegmentCardProps {
  segment: SegmentDetail;
  places: KnownPlaces;
  /** Null: may look only. */
  onEdit: (() => void) | null;
}

export function SegmentCard({ segment, places, onEdit }: SegmentCardProps) {
  const [open, setOpen] = useState(false);
  return (
    <Card className="flex flex-col gap-4 px-5 py-4 sm:px-6">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="font-semibold">{segment.name}</h2>
          <p className="mt-1 text-[0.9375rem] break-words">{sayAudience(segment.audience, places)}</p>
          <p className="mt-1 text-sm text-ink-soft">
            Everybody worked out again <Moment at={segment.nextEvaluationAt} />
            {segment.usedBy.length > 0 && ' · starts '}
            {segment.usedBy.map(({ id, name }, index) => (
              <span key={id}>
                {index > 0 && ', '}
                <Link
                  to="/automations/$automationId"
                  params={{ automationId: id }}
                  search={{}}
                  className="text-accent hover:underline"
                >
                  {name}
                </Link>
              </span>
            ))}
          </p>
        </div>
        <p className="text-right tabular-nums">
          <span className="block text-lg font-semibold">{segment.members}</span>
          <span className="text-sm text-ink-soft">{segment.members === 1 ? 'member' : 'members'}</span>
        </p>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide the people' : 'Show the people'}
          </Button>
          {onEdit && (
            <Button size="sm" onClick={onEdit}>
              <Pencil aria-hidden /> Change
            </Button>
          )}
          {onEdit && <PutAway segment={segment} />}
        </div>
      </div>
      {open && <Members segmentId={segment.id} />}
    </Card>
  );
}

function PutAway({ segment }: { segment: SegmentDetail }) {
  const [asking, setAsking] = useState(false);
  const archive = useArchiveSegment(segment.id);
  const putAway = () =>
    archive.mutateAsync().then(
      () => notify.good({ title: `“${segment.name}” is put away` }),
      (error: unknown) =>
        notify.bad({ title: 'The segment could not be put away', detail: sentenceOf(error) }),
    );
  return (
    <>
      <Button
        size="icon-sm"
        variant="quiet"
        aria-label={`Put away ${segment.name}`}
        onClick={() => setAsking(true)}
      >
        <Archive aria-hidden />
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={`Put away “${segment.name}”?`}
        description="Nobody is worked out for it any more, and no automation can begin with it. The people themselves are not touched."
        action="Put away"
        onConfirm={putAway}
      />
    </>
  );
}

function Members({ segmentId }: { segmentId: string }) {
  const query = useInfiniteQuery(segmentMembersQuery(segmentId));
  const members = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <SkeletonText lines={3} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (members.length === 0) return <p className="text-sm text-ink-soft">Nobody belongs now.</p>;
  return (
    <div className="rounded-lg border border-line">
      <Table caption="Members" columns={columns} rows={members} rowKey={(member) => member.userId} />
      <MoreButton {...query} />
    </div>
  );
}

const columns: Column<SegmentMember>[] = [
  {
    key: 'who',
    title: 'Person',
    cell: ({ name, email }) => (
      <>
        <span className="font-medium">{name}</span> <span className="break-words text-ink-soft">{email}</span>
      </>
    ),
  },
  { key: 'since', title: 'Since', cell: ({ enteredAt }) => <Moment at={enteredAt} /> },
];
