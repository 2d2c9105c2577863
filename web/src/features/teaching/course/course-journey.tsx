import type { AutomationSummary, CourseDetail } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Activity, Pencil, Users, Workflow } from 'lucide-react';
import { automationKeys, automationsQuery } from '../../../api/automations.ts';
import { useLive } from '../../../api/live.ts';
import { Card } from '../../../ui/card.tsx';
import { buttonStyle } from '../../../ui/control/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Badge, Status } from '../../../ui/status.tsx';
import { Moment } from '../../../ui/time/moment.tsx';

/** The automation that delivers the course, and others that belong to it. */
export function CourseJourney({ course }: { course: CourseDetail }) {
  const query = useInfiniteQuery(automationsQuery({ courseId: course.id }));
  const automations = query.data?.pages.flatMap((page) => page.items) ?? [];
  useLive(Object.fromEntries(automations.map(({ id }) => [`automation:${id}`, [automationKeys.lists()]])));
  if (query.isPending) return <Skeleton className="h-40 rounded-xl" />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (automations.length === 0) {
    return (
      <Card>
        <EmptyState icon={Workflow} title="This course has no journey yet">
          A journey says when each week opens and which mails go out. It is generated from the outline when a
          course is imported; import the course again to make one.
        </EmptyState>
      </Card>
    );
  }
  return (
    <ul className="flex flex-col gap-4">
      {automations.map((automation) => (
        <JourneyCard
          key={automation.id}
          automation={automation}
          delivers={automation.id === course.journeyAutomationId}
        />
      ))}
    </ul>
  );
}

function JourneyCard({ automation, delivers }: { automation: AutomationSummary; delivers: boolean }) {
  const params = { automationId: automation.id };
  const { running, blocked, finished } = automation.counts;
  return (
    <li>
      <Card className="flex flex-wrap items-center justify-between gap-x-8 gap-y-4 p-6">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-2">
            <h2 className="text-base font-semibold">{automation.name}</h2>
            {delivers && <Badge tone="accent">delivers this course</Badge>}
            {automation.liveVersion === null ? (
              <Status look="idle">Never published</Status>
            ) : (
              <Status look="running">Live, version {automation.liveVersion}</Status>
            )}
            {automation.draftChanged && (
              <Badge tone="warn" icon={Pencil}>
                Draft has changes
              </Badge>
            )}
          </div>
          <p className="mt-1 text-sm text-ink-soft tabular-nums">
            {running} under way, {finished} finished,{' '}
            <span className={blocked > 0 ? 'font-medium text-bad' : ''}>{blocked} blocked</span> · edited{' '}
            <Moment at={automation.updatedAt} distance="only" />
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Link to="/automations/$automationId/runs" params={params} search={{}} className={buttonStyle()}>
            <Users aria-hidden /> Learners
          </Link>
          {automation.liveVersion !== null && (
            <Link
              to="/automations/$automationId"
              params={params}
              search={{ show: 'live' }}
              className={buttonStyle()}
            >
              <Activity aria-hidden /> Watch
            </Link>
          )}
          <Link
            to="/automations/$automationId"
            params={params}
            search={{ show: 'draft' }}
            className={buttonStyle({ variant: 'primary' })}
          >
            <Pencil aria-hidden /> Edit
          </Link>
        </div>
      </Card>
    </li>
  );
}
