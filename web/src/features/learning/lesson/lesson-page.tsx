import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lessonQuery, progressQuery } from '../../../api/courses.ts';
import { hasCode } from '../../../api/problem.ts';
import { Card } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Markdown } from '../../../ui/markdown.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { Skeleton, SkeletonText } from '../../../ui/skeleton.tsx';
import { Badge } from '../../../ui/status.tsx';
import { CourseTime } from '../course-time.tsx';
import { useLiveCourse } from '../use-live-course.ts';
import { WayBack } from '../way-back.tsx';
import { LessonEnd } from './lesson-end.tsx';
import { LockedLesson } from './locked-lesson.tsx';

const route = getRouteApi('/courses/$courseId/lessons/$lessonId');

export function LessonPage() {
  const { courseId, lessonId } = route.useParams();
  const lesson = useQuery(lessonQuery(lessonId));
  const progress = useQuery(progressQuery(courseId));
  useLiveCourse(progress.data);
  const module = progress.data?.modules.find((each) => each.lessons.some((one) => one.id === lessonId));

  if (lesson.isPending) return <Loading />;
  if (hasCode(lesson.error, 'module.locked'))
    return (
      <CourseTime progress={progress.data} readAt={progress.dataUpdatedAt}>
        <LockedLesson courseId={courseId} problem={lesson.error} />
      </CourseTime>
    );
  if (lesson.isError)
    return (
      <Page width="reading" title="Lesson">
        <WayBack courseId={courseId} module={module} />
        <Card>
          <ErrorState
            title="The lesson could not be loaded"
            error={lesson.error}
            onRetry={() => void lesson.refetch()}
            retrying={lesson.isFetching}
          />
        </Card>
      </Page>
    );
  return (
    <Page width="reading" title={lesson.data.title} className="gap-8">
      <PageHeader
        above={<WayBack courseId={courseId} module={module} />}
        title={lesson.data.title}
        badges={<Badge>{lesson.data.minutes} minutes</Badge>}
      />
      <article key={lessonId}>
        <Markdown text={lesson.data.markdown} />
      </article>
      <CourseTime progress={progress.data} readAt={progress.dataUpdatedAt}>
        <LessonEnd lesson={lesson.data} assessment={module?.assessment ?? null} />
      </CourseTime>
    </Page>
  );
}

function Loading() {
  return (
    <Page width="reading" title="Lesson" className="gap-8">
      <div className="flex flex-col gap-3" role="status" aria-label="Loading">
        <Skeleton className="h-5 w-56" />
        <Skeleton className="h-9 w-4/5" />
      </div>
      <SkeletonText lines={5} />
      <SkeletonText lines={7} />
    </Page>
  );
}
