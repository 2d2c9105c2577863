import { type AutomationSummary, type CourseSummary, sayPrice } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ClipboardCheck, GraduationCap, OctagonAlert } from 'lucide-react';
import { automationsQuery } from '../../api/automations.ts';
import { coursesQuery } from '../../api/courses.ts';
import { useLive } from '../../api/live.ts';
import { reviewQueueQuery, rosterQuery, teachingKeys } from '../../api/teaching.ts';
import { Card } from '../../ui/card.tsx';
import { buttonStyle } from '../../ui/control/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

export function TeachPage() {
  const courses = useInfiniteQuery(coursesQuery);
  const automations = useInfiniteQuery(automationsQuery());
  const listed = courses.data?.pages.flatMap((page) => page.items) ?? [];
  const journeys = automations.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title="My courses" width="wide">
      <PageHeader
        title="My courses"
        description="Who is learning, who is held up, and what waits for you."
        actions={<ReviewLink />}
      />
      {courses.isPending && (
        <div aria-busy className="grid gap-5 md:grid-cols-2">
          <Skeleton className="h-60 rounded-xl" />
          <Skeleton className="h-60 rounded-xl" />
        </div>
      )}
      {courses.isError && <ErrorState error={courses.error} onRetry={() => void courses.refetch()} />}
      {courses.isSuccess && listed.length === 0 && (
        <Card>
          <EmptyState icon={GraduationCap} title="No courses yet">
            A course is imported from its outline. Once it is there, you see its learners and its journey
            here.
          </EmptyState>
        </Card>
      )}
      <ul className="grid gap-5 md:grid-cols-2">
        {listed.map((course) => (
          <CourseCard
            key={course.id}
            course={course}
            journey={journeys.find((one) => one.courseId === course.id)}
          />
        ))}
      </ul>
      <MoreButton {...courses} />
    </Page>
  );
}

function ReviewLink() {
  useLive({ review: [teachingKeys.reviewQueue()] });
  const queue = useInfiniteQuery(reviewQueueQuery);
  const first = queue.data?.pages[0];
  const waiting = first ? (first.total ?? first.items.length) : null;
  return (
    <Link to="/teach/review" className={buttonStyle({ variant: waiting ? 'primary' : 'secondary' })}>
      <ClipboardCheck aria-hidden />
      {waiting === null ? 'Review queue' : waiting === 0 ? 'Nothing to review' : `Review ${waiting}`}
    </Link>
  );
}

interface CourseCardProps {
  course: CourseSummary;
  journey: AutomationSummary | undefined;
}

function CourseCard({ course, journey }: CourseCardProps) {
  const roster = useInfiniteQuery(rosterQuery(course.id));
  const enrolled = roster.data?.pages[0]?.total ?? null;
  const blocked = journey?.counts.blocked ?? 0;
  return (
    <li>
      <Card className="relative flex h-full flex-col gap-4 p-6 transition-shadow hover:shadow-high">
        <div>
          <h2 className="text-lg font-semibold">
            <Link
              to="/teach/courses/$courseId"
              params={{ courseId: course.id }}
              search={{}}
              className="after:absolute after:inset-0 after:rounded-xl focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
            >
              {course.title}
            </Link>
          </h2>
          <p className="mt-1 text-sm text-ink-soft">
            {course.moduleCount} weeks · {sayPrice(course.price)}
          </p>
        </div>
        <p className="line-clamp-3 text-ink-soft">{course.description}</p>
        <dl className="mt-auto flex flex-wrap gap-x-8 gap-y-3 border-t border-line pt-4">
          <Figure label="enrolled" value={enrolled} />
          <Figure label="under way" value={journey?.counts.running ?? null} />
          <Figure label="finished" value={journey?.counts.finished ?? null} />
          <div className={blocked > 0 ? 'text-bad' : 'text-ink-soft'}>
            <dt className="flex items-center gap-1.5 text-sm">
              {blocked > 0 && <OctagonAlert aria-hidden className="size-4" />}
              blocked
            </dt>
            <dd className="text-xl font-semibold tabular-nums">{journey ? blocked : '–'}</dd>
          </div>
        </dl>
      </Card>
    </li>
  );
}

function Figure({ label, value }: { label: string; value: number | null }) {
  return (
    <div>
      <dt className="text-sm text-ink-soft">{label}</dt>
      <dd className="text-xl font-semibold tabular-nums">{value ?? '–'}</dd>
    </div>
  );
}
