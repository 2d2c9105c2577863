import type { ReactNode } from 'react';
import type { CourseProgress } from '@gradus/contracts';
import { TimeReader, useReadingClock } from '../../ui/time/moment.tsx';
import { useVirtualNow } from './my-course/use-virtual-now.ts';

interface CourseTimeProps {
  progress: CourseProgress | undefined;
  /** When the progress was read, on our clock. */
  readAt: number;
  children: ReactNode;
}

const OUR_CLOCK = { virtualNow: new Date(0).toISOString(), speed: 1, state: 'active' } as const;

/** Below it, times are said on the learner's own clock, in the learner's zone. */
export function CourseTime({ progress, readAt, children }: CourseTimeProps) {
  const { zone } = useReadingClock();
  return (
    <TimeReader zone={progress?.timeZone ?? zone} now={useVirtualNow(progress ?? OUR_CLOCK, readAt)}>
      {children}
    </TimeReader>
  );
}
