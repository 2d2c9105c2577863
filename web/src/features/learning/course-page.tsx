import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { courseQuery, progressQuery } from '../../api/courses.ts';
import { useMe } from '../../api/session.ts';
import { Card } from '../../ui/card.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton, SkeletonText } from '../../ui/skeleton.tsx';
import { hasOrHadPlace, hasPlace, studies } from './enrollment-words.ts';
import { MyCourse } from './my-course/my-course.tsx';
import { CourseOffer } from './offer/course-offer.tsx';
import { useLiveCourse } from './use-live-course.ts';

const route = getRouteApi('/courses/$courseId');

/** What is offered, for visitors; the weeks, for those who have a place. */
export function CoursePage() {
  const { courseId } = route.useParams();
  const { payment } = route.useSearch();
  const me = useMe();
  const course = useQuery(courseQuery(courseId));
  const enrollment = course.data?.enrollment ?? null;
  const progress = useQuery({
    ...progressQuery(courseId),
    enabled: me !== null && hasOrHadPlace(enrollment?.state),
    // The payment or the set-up ends elsewhere; looking now and then finds it even when no live change comes.
    refetchInterval: (query) => {
      const state = query.state.data?.state ?? enrollment?.state;
      return studies(state) || state === 'revoked' ? false : 2_500;
    },
  });
  useLiveCourse(progress.data);

  if (course.isError)
    return (
      <Page title="Course">
        <Card>
          <ErrorState
            title="The course could not be loaded"
            error={course.error}
            onRetry={() => void course.refetch()}
            retrying={course.isFetching}
          />
        </Card>
      </Page>
    );
  if (progress.isError && hasPlace(enrollment?.state))
    return (
      <Page title={course.data?.title ?? 'Course'}>
        <Card>
          <ErrorState
            title="Your course could not be loaded"
            error={progress.error}
            onRetry={() => void progress.refetch()}
            retrying={progress.isFetching}
          />
        </Card>
      </Page>
    );
  if (course.isPending || (progress.isPending && progress.isFetching)) return <Loading />;
  if (progress.data && studies(progress.data.state))
    return (
      <MyCourse
        course={course.data}
        progress={progress.data}
        readAt={progress.dataUpdatedAt}
        payment={payment}
      />
    );
  return <CourseOffer course={course.data} progress={progress.data ?? null} payment={payment} />;
}

function Loading() {
  return (
    <Page title="Course">
      <div className="flex flex-col gap-3" role="status" aria-label="Loading">
        <Skeleton className="h-9 w-80 max-w-full" />
        <Skeleton className="h-5 w-full max-w-xl" />
      </div>
      <Card className="p-6">
        <SkeletonText lines={3} />
      </Card>
      <Card className="p-6">
        <SkeletonText lines={6} />
      </Card>
    </Page>
  );
}
