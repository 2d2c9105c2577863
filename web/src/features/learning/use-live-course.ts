import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CourseProgress } from '@gradus/contracts';
import { assessmentKeys } from '../../api/assessments.ts';
import { courseKeys } from '../../api/courses.ts';
import { useLive } from '../../api/live.ts';
import { nextOpening } from './my-course/next-opening.ts';

/** Keeps what is shown of a course in step: with what happens on the server, and with weeks that open by the clock. */
export function useLiveCourse(progress: CourseProgress | undefined, assessmentId?: string): void {
  const client = useQueryClient();
  const courseId = progress?.courseId;
  useLive(
    progress
      ? {
          [`enrollment:${progress.enrollmentId}`]: [
            courseKeys.progress(progress.courseId),
            courseKeys.detail(progress.courseId),
            ...(assessmentId ? [assessmentKeys.detail(assessmentId)] : []),
          ],
        }
      : {},
  );
  const wait = progress ? nextOpening(progress) : null;
  useEffect(() => {
    if (wait === null || courseId === undefined) return;
    const timer = setTimeout(
      () => void client.invalidateQueries({ queryKey: courseKeys.progress(courseId) }),
      wait + 400,
    );
    return () => clearTimeout(timer);
  }, [client, courseId, wait]);
}
