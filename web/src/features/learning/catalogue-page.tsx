import { useInfiniteQuery } from '@tanstack/react-query';
import { Library } from 'lucide-react';
import { coursesQuery } from '../../api/courses.ts';
import { usePublicSettings } from '../../api/identity.ts';
import { Card } from '../../ui/card.tsx';
import { cn } from '../../ui/class-names.ts';
import { Button } from '../../ui/control/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton, SkeletonText } from '../../ui/skeleton.tsx';
import { CourseCard } from './course-card.tsx';
import { hasPlace } from './enrollment-words.ts';

export function CataloguePage() {
  const school = usePublicSettings()?.organizationName;
  const courses = useInfiniteQuery(coursesQuery);
  const all = courses.data?.pages.flatMap((page) => page.items) ?? [];
  const mine = all.filter((course) => hasPlace(course.enrollment?.state));
  const others = all.filter((course) => !hasPlace(course.enrollment?.state));
  return (
    <Page title="Courses" className="gap-9">
      <PageHeader
        title="Courses"
        description={`Study week by week${school ? ` at ${school}` : ''}: every date comes with its reason.`}
      />
      {courses.isPending && <Loading />}
      {courses.isError && (
        <Card>
          <ErrorState
            title="The courses could not be loaded"
            error={courses.error}
            onRetry={() => void courses.refetch()}
            retrying={courses.isFetching}
          />
        </Card>
      )}
      {mine.length > 0 && <Shelf title="Yours" courses={mine} />}
      {others.length > 0 && <Shelf title={mine.length > 0 ? 'More to study' : null} courses={others} />}
      {courses.isSuccess && all.length === 0 && (
        <Card>
          <EmptyState icon={Library} title="No courses yet">
            As soon as the school publishes one, you find it here.
          </EmptyState>
        </Card>
      )}
      {courses.hasNextPage && (
        <Button
          className="self-center"
          busy={courses.isFetchingNextPage}
          onClick={() => void courses.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </Page>
  );
}

function Shelf(props: { title: string | null; courses: Parameters<typeof CourseCard>[0]['course'][] }) {
  return (
    <section aria-label={props.title ?? 'All courses'} className="flex flex-col gap-4">
      {props.title && <h2 className="text-lg font-semibold">{props.title}</h2>}
      <ul className={cn('grid gap-5', props.courses.length > 1 && 'md:grid-cols-2')}>
        {props.courses.map((course) => (
          <li key={course.id}>
            <CourseCard course={course} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Loading() {
  return (
    <div className="grid gap-5 md:grid-cols-2" aria-label="Loading" role="status">
      {[0, 1].map((place) => (
        <Card key={place} className="flex flex-col gap-5 p-6">
          <Skeleton className="h-7 w-3/5" />
          <SkeletonText lines={4} />
          <Skeleton className="h-5 w-2/5" />
        </Card>
      ))}
    </div>
  );
}
