import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { courseQuery } from '../../../api/courses.ts';
import { Tabs } from '../../../ui/control/tabs.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { Skeleton, SkeletonText } from '../../../ui/skeleton.tsx';
import { CourseJourney } from './course-journey.tsx';
import { CourseOverview } from './course-overview.tsx';
import { Roster } from './roster.tsx';
import { CourseVersions } from '../versions/course-versions.tsx';
import { SimulateLearner } from './simulate-learner.tsx';

export function TaughtCoursePage() {
  const { courseId } = useParams({ from: '/teach/courses/$courseId' });
  const { tab = 'roster' } = useSearch({ from: '/teach/courses/$courseId' });
  const navigate = useNavigate();
  const course = useQuery(courseQuery(courseId));
  const back = (
    <Link to="/teach" className="hover:text-ink hover:underline">
      My courses
    </Link>
  );
  if (course.isError) {
    return (
      <Page title="Course">
        <ErrorState error={course.error} onRetry={() => void course.refetch()} />
      </Page>
    );
  }
  if (!course.data) {
    return (
      <Page title="Course" width="wide">
        <Skeleton className="h-10 w-96 max-w-full" />
        <SkeletonText lines={5} />
      </Page>
    );
  }
  return (
    <Page title={course.data.title} width="wide">
      <PageHeader
        above={back}
        title={course.data.title}
        description={`${course.data.moduleCount} weeks, leads to “${course.data.credentialName}”.`}
        actions={<SimulateLearner courseId={courseId} />}
      />
      <Tabs
        aria-label="Parts of the course"
        value={tab}
        onChange={(next) =>
          void navigate({
            to: '/teach/courses/$courseId',
            params: { courseId },
            search: { tab: next },
            replace: true,
          })
        }
        tabs={[
          { value: 'roster', label: 'Roster', content: <Roster courseId={courseId} /> },
          { value: 'overview', label: 'Outline', content: <CourseOverview course={course.data} /> },
          { value: 'journey', label: 'Journey', content: <CourseJourney course={course.data} /> },
          { value: 'versions', label: 'Versions', content: <CourseVersions courseId={courseId} /> },
        ]}
      />
    </Page>
  );
}
