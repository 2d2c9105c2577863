import type { CourseDetail, CourseProgress } from '@gradus/contracts';
import { Link } from '@tanstack/react-router';
import { Notice } from '../../../ui/notice.tsx';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { SimulatedBadge, Status } from '../../../ui/status.tsx';
import { CourseTime } from '../course-time.tsx';
import { enrollmentWords } from '../enrollment-words.ts';
import { NextStepCard } from './next-step-card.tsx';
import { ProgressCard } from './progress-card.tsx';
import { SpeedBanner } from './speed-banner.tsx';
import { useVirtualNow } from './use-virtual-now.ts';
import { Weeks } from '../weeks/weeks.tsx';

interface MyCourseProps {
  course: CourseDetail;
  progress: CourseProgress;
  /** When the progress was read, on our clock. */
  readAt: number;
  payment: 'success' | 'cancelled' | undefined;
}

export function MyCourse({ course, progress, readAt, payment }: MyCourseProps) {
  const virtualNow = useVirtualNow(progress, readAt);
  const words = enrollmentWords[progress.state];
  return (
    <CourseTime progress={progress} readAt={readAt}>
      <Page width="wide" title={progress.courseTitle}>
        <PageHeader
          above={
            <Link to="/courses" className="hover:text-ink hover:underline">
              Courses
            </Link>
          }
          title={progress.courseTitle}
          badges={
            <>
              <Status look={words.look}>{words.word}</Status>
              {progress.simulated && !virtualNow && <SimulatedBadge />}
            </>
          }
        />
        {virtualNow && <SpeedBanner now={virtualNow} speed={progress.speed} simulated={progress.simulated} />}
        {payment === 'success' && progress.progress === 0 && (
          <Notice tone="good" title="Your payment arrived. Welcome!">
            You find it under{' '}
            <Link to="/payments" search={{ subscribed: undefined }} className="font-medium underline">
              your payments
            </Link>
            .
          </Notice>
        )}
        {progress.state === 'paused' && (
          <Notice tone="warn" title="Your course is paused">
            What is open stays open. New weeks wait until it goes on; ask your school if you did not expect
            this.
          </Notice>
        )}
        <div className="grid items-start gap-7 lg:grid-cols-[minmax(0,1fr)_20rem] lg:grid-rows-[auto_1fr]">
          <NextStepCard progress={progress} />
          <ProgressCard progress={progress} credentialName={course.credentialName} />
          <Weeks progress={progress} course={course} />
        </div>
      </Page>
    </CourseTime>
  );
}
