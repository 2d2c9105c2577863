import { Link } from '@tanstack/react-router';
import { Award, CalendarRange, Layers } from 'lucide-react';
import type { CourseDetail, CourseProgress } from '@gradus/contracts';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { hasPlace } from '../enrollment-words.ts';
import { EnrollPanel } from './enroll-panel.tsx';
import { Outline } from './outline.tsx';

interface CourseOfferProps {
  course: CourseDetail;
  /** Of somebody whose place is not ready yet: unpaid, or being set up. */
  progress: CourseProgress | null;
  payment: 'success' | 'cancelled' | undefined;
}

export function CourseOffer({ course, progress, payment }: CourseOfferProps) {
  return (
    <Page width="wide" title={course.title}>
      <PageHeader
        above={
          <Link to="/courses" className="hover:text-ink hover:underline">
            Courses
          </Link>
        }
        title={course.title}
        description={course.description}
      />
      <div className="grid items-start gap-7 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-7">
          {progress?.state === 'revoked' && (
            <Notice tone="warn" title="Your access to this course has ended">
              {progress.endedReason} What you have done is kept.
            </Notice>
          )}
          <ul className="flex flex-wrap gap-x-7 gap-y-2 text-ink-soft [&_svg]:size-4.5 [&_svg]:text-accent">
            <li className="flex items-center gap-2">
              <CalendarRange aria-hidden />
              {course.durationWeeks === 1 ? 'One week' : `${course.durationWeeks} weeks`}
            </li>
            <li className="flex items-center gap-2">
              <Layers aria-hidden />
              {course.moduleCount} modules in{' '}
              {course.phases.length === 1 ? 'one phase' : `${course.phases.length} phases`}
            </li>
            <li className="flex items-center gap-2">
              <Award aria-hidden />A certificate that others can verify
            </li>
          </ul>
          <Outline course={course} />
        </div>
        <EnrollPanel
          course={course}
          progress={hasPlace(progress?.state) ? progress : null}
          payment={payment}
        />
      </div>
    </Page>
  );
}
