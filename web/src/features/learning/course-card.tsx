import { Link } from '@tanstack/react-router';
import { ArrowRight, CalendarRange, Layers } from 'lucide-react';
import { type CourseSummary, sayPrice } from '@gradus/contracts';
import { ProgressBar } from '../../ui/progress.tsx';
import { Status } from '../../ui/status.tsx';
import { enrollmentWords, hasPlace } from './enrollment-words.ts';

export function CourseCard({ course }: { course: CourseSummary }) {
  const mine = hasPlace(course.enrollment?.state) ? course.enrollment : null;
  return (
    <Link
      to="/courses/$courseId"
      params={{ courseId: course.id }}
      search={{ payment: undefined }}
      className="group flex h-full flex-col gap-4 rounded-xl border border-line bg-surface p-6 shadow-low transition-[border-color,box-shadow] hover:border-line-strong hover:shadow-high"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <h3 className="text-xl font-semibold tracking-tight">{course.title}</h3>
        {mine && <Status look={enrollmentWords[mine.state].look}>{enrollmentWords[mine.state].word}</Status>}
      </div>
      <p className="line-clamp-4 text-ink-soft">{course.description}</p>
      <div className="mt-auto flex flex-col gap-4 pt-1">
        <ul className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm text-ink-soft [&_svg]:size-4">
          <li className="flex items-center gap-1.5">
            <CalendarRange aria-hidden />
            {course.durationWeeks === 1 ? 'One week' : `${course.durationWeeks} weeks`}
          </li>
          <li className="flex items-center gap-1.5">
            <Layers aria-hidden />
            {course.moduleCount === 1 ? 'One module' : `${course.moduleCount} modules`}
          </li>
        </ul>
        {mine ? (
          <ProgressBar value={mine.progress} label="Your progress" />
        ) : (
          <div className="flex items-center justify-between border-t border-line pt-4">
            <span className="text-lg font-semibold tabular-nums">{sayPrice(course.price)}</span>
            <span className="flex items-center gap-1.5 text-sm font-medium text-accent">
              Look inside
              <ArrowRight className="size-4 transition-transform group-hover:translate-x-0.5" aria-hidden />
            </span>
          </div>
        )}
      </div>
    </Link>
  );
}
