import { useInfiniteQuery } from '@tanstack/react-query';
import type { CourseVersionSummary } from '@gradus/contracts';
import { courseVersionsQuery } from '../../../api/history/course-versions.ts';
import { Card } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { MoreButton } from '../../../ui/more-button.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Status } from '../../../ui/status.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { VersionChanges } from './version-changes.tsx';

/** What was imported of a course: the version that new learners get, older ones, and drafts that wait to be published. */
export function CourseVersions({ courseId }: { courseId: string }) {
  const query = useInfiniteQuery(courseVersionsQuery(courseId));
  if (query.isPending) return <Skeleton className="h-40 rounded-xl" />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const versions = query.data.pages.flatMap((page) => page.items);
  const current = versions.find((version) => version.current);
  return (
    <div className="flex flex-col gap-4">
      <p className="max-w-[70ch] text-ink-soft">
        Every import that changes something makes a version. Learners stay on the version they began with;
        whoever enrols gets the current one.
      </p>
      <ul className="flex flex-col gap-4">
        {versions.map((version) => (
          <li key={version.id}>
            <Version courseId={courseId} version={version} fresh={version.number > (current?.number ?? 0)} />
          </li>
        ))}
      </ul>
      <MoreButton {...query} />
    </div>
  );
}

interface VersionProps {
  courseId: string;
  version: CourseVersionSummary;
  /** Newer than what new learners get. */
  fresh: boolean;
}

function Version({ courseId, version, fresh }: VersionProps) {
  const { number, learners, importedAt, publishedAt } = version;
  return (
    <Card className="flex flex-col gap-3 p-5 sm:p-6">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="text-base font-semibold">Version {number}</h2>
        {version.current && <Status look="running">New learners get this</Status>}
        {version.state === 'draft' && <Status look="idle">Not published</Status>}
      </div>
      <p className="text-sm text-ink-soft tabular-nums">
        Imported <Moment at={importedAt} style="day" />
        {publishedAt && (
          <>
            , published <Moment at={publishedAt} style="day" />
          </>
        )}
        , {learners === 1 ? '1 learner' : `${learners} learners`} on it
      </p>
      {fresh && <VersionChanges courseId={courseId} version={version} />}
    </Card>
  );
}
