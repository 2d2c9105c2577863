import type { RosterEntry } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { useLive } from '../../../api/live.ts';
import { rosterQuery, teachingKeys } from '../../../api/teaching.ts';
import { EnrollmentStatus } from '../../../enrollments/enrollment-status.tsx';
import { JourneyLink } from '../../../enrollments/journey-link.tsx';
import { SeatMenu } from '../../../enrollments/seat-menu.tsx';
import { Card } from '../../../ui/card.tsx';
import { Button } from '../../../ui/control/button.tsx';
import { SearchInput } from '../../../ui/control/search-input.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { MoreButton } from '../../../ui/more-button.tsx';
import { ProgressBar } from '../../../ui/progress.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';
import { SimulatedBadge } from '../../../ui/status.tsx';
import { Table } from '../../../ui/table.tsx';
import type { Column } from '../../../ui/table.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { EnrollByHandDialog } from './enroll-by-hand-dialog.tsx';

export function Roster({ courseId }: { courseId: string }) {
  const [search, setSearch] = useState('');
  const [enrolling, setEnrolling] = useState(false);
  const roster = useInfiniteQuery(rosterQuery(courseId, search));
  const entries = roster.data?.pages.flatMap((page) => page.items) ?? [];
  useLive({ [`course:${courseId}`]: [teachingKeys.rosters(courseId)] });
  const total = roster.data?.pages[0]?.total;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <SearchInput
          label="Search by name or e-mail"
          value={search}
          onSearch={setSearch}
          className="w-full sm:w-80"
        />
        <div className="flex items-center gap-4">
          <p className="text-sm text-ink-soft tabular-nums" aria-live="polite">
            {typeof total === 'number' && (total === 1 ? '1 learner' : `${total} learners`)}
          </p>
          <Button onClick={() => setEnrolling(true)}>
            <UserPlus aria-hidden /> Enrol someone
          </Button>
        </div>
      </div>
      <Card aria-busy={roster.isFetching}>
        {roster.isPending && <SkeletonText className="p-6" lines={7} />}
        {roster.isError && <ErrorState error={roster.error} onRetry={() => void roster.refetch()} />}
        {roster.isSuccess && entries.length === 0 && (
          <Nobody search={search} onEnroll={() => setEnrolling(true)} />
        )}
        {entries.length > 0 && (
          <Table
            caption="Learners of this course"
            columns={[...columns, seatColumn(courseId)]}
            rows={entries}
            rowKey={(entry) => entry.enrollmentId}
          />
        )}
        <MoreButton {...roster} />
      </Card>
      <EnrollByHandDialog courseId={courseId} open={enrolling} onOpenChange={setEnrolling} />
    </div>
  );
}

const columns: Column<RosterEntry>[] = [
  {
    key: 'name',
    title: 'Learner',
    cell: (entry) => (
      <div className="min-w-40">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          {entry.name}
          {entry.simulated && <SimulatedBadge />}
        </p>
        <p className="break-words text-ink-soft">{entry.email}</p>
        <p className="mt-1 text-ink-soft md:hidden">{entry.whereabouts}</p>
      </div>
    ),
  },
  {
    key: 'state',
    title: 'State',
    cell: (entry) => <EnrollmentStatus state={entry.state} />,
  },
  {
    key: 'progress',
    title: 'Progress',
    cell: (entry) => (
      <div className="w-32">
        <ProgressBar value={entry.progress} label={`Progress of ${entry.name}`} hideLabel />
        <p className="mt-1 text-xs text-ink-soft tabular-nums">{Math.round(entry.progress)} %</p>
      </div>
    ),
  },
  {
    key: 'where',
    title: 'Where they are',
    cell: (entry) => entry.whereabouts,
    wide: true,
    className: 'min-w-64',
  },
  {
    key: 'since',
    title: 'Enrolled',
    wide: true,
    className: 'whitespace-nowrap',
    cell: (entry) => <Moment at={entry.enrolledAt} style="day" />,
  },
  {
    key: 'run',
    title: <span className="sr-only">Run</span>,
    align: 'right',
    cell: (entry) => <JourneyLink runId={entry.runId} which={`of ${entry.name}`} />,
  },
];

const seatColumn = (courseId: string): Column<RosterEntry> => ({
  key: 'more',
  title: <span className="sr-only">More</span>,
  align: 'right',
  cell: (entry) => <SeatMenu seat={{ ...entry, courseId }} />,
});

function Nobody({ search, onEnroll }: { search: string; onEnroll(): void }) {
  if (search) {
    return (
      <EmptyState icon={Users} title="Nobody matches">
        Try fewer letters, or the e-mail address.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Users}
      title="Nobody is enrolled yet"
      action={<Button onClick={onEnroll}>Enrol someone</Button>}
    >
      Learners appear here as they enrol. You can enrol someone by hand, without payment, or start a simulated
      learner to see the whole course in a minute.
    </EmptyState>
  );
}
