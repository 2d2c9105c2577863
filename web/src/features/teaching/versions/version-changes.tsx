import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { CourseVersionChanges, CourseVersionSummary } from '@gradus/contracts';
import { courseVersionChangesQuery, usePublishCourseVersion } from '../../../api/history/course-versions.ts';
import { useMe } from '../../../api/session.ts';
import { Button } from '../../../ui/control/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Confirm } from '../../../ui/overlay/confirm.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';

interface VersionChangesProps {
  courseId: string;
  version: CourseVersionSummary;
}

/** What publishing a version would change, what stands in its way, and the button that does it. */
export function VersionChanges({ courseId, version }: VersionChangesProps) {
  const query = useQuery(courseVersionChangesQuery(courseId, version.id));
  const publish = usePublishCourseVersion(courseId, version.id);
  const [asked, setAsked] = useState(false);
  const role = useMe()?.role;
  if (query.isPending) return <SkeletonText lines={3} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { changes, unfit, unopened, publishedVersionId } = query.data;
  const mayPublish = role === 'instructor' || role === 'admin';
  return (
    <div className="flex flex-col gap-4">
      <section aria-label={`What version ${version.number} changes`}>
        <h3 className="text-sm font-semibold">What it changes</h3>
        <Changes changes={changes} />
      </section>
      {unfit.map(({ automationId, name, problems }) => (
        <Notice key={automationId} tone="bad" title={`“${name}” does not fit this version`}>
          {problems.join(' ')} Change and publish it first.
        </Notice>
      ))}
      {unopened.length > 0 && (
        <Notice tone="warn" title="The journey does not open everything">
          {unopened.map((title) => `“${title}”`).join(', ')}: new learners would not get to it until the
          journey opens it.
        </Notice>
      )}
      {mayPublish && (
        <div>
          <Button variant="primary" disabled={unfit.length > 0} onClick={() => setAsked(true)}>
            Publish version {version.number}
          </Button>
        </div>
      )}
      <Confirm
        open={asked}
        onOpenChange={setAsked}
        title={`Publish version ${version.number}?`}
        description="Whoever enrols from now on gets it. Learners who are inside stay on the version they began with."
        action="Publish"
        onConfirm={async () => {
          await publish.mutateAsync({ publishedVersionId, note: '' });
          notify.good({ title: `Version ${version.number} is what new learners get` });
        }}
      />
    </div>
  );
}

function Changes({ changes }: Pick<CourseVersionChanges, 'changes'>) {
  if (changes.length === 0)
    return <p className="mt-1 text-sm text-ink-soft">Nothing that learners would see.</p>;
  return (
    <ul className="mt-1 flex max-w-[70ch] list-disc flex-col gap-1 pl-5 text-sm">
      {changes.map(({ text }, index) => (
        <li key={index}>{text}</li>
      ))}
    </ul>
  );
}
