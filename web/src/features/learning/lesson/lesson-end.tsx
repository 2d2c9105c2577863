import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeft, ArrowRight, Check, CircleCheck, PenLine } from 'lucide-react';
import type { LearnerModule, LessonDetail } from '@gradus/contracts';
import { useRecordCompletion } from '../../../api/courses.ts';
import { Card } from '../../../ui/card.tsx';
import { Button, buttonStyle } from '../../../ui/control/button.tsx';
import { Moment } from '../../../ui/time/moment.tsx';

interface LessonEndProps {
  lesson: LessonDetail;
  assessment: LearnerModule['assessment'];
}

/** Below the text: mark as done, and where to go on. */
export function LessonEnd({ lesson, assessment }: LessonEndProps) {
  const complete = useRecordCompletion(lesson.courseId);
  const navigate = useNavigate();
  const { courseId, nextLessonId } = lesson;
  const done = async (goOn: boolean) => {
    await complete.mutateAsync(lesson.id).catch(() => {
      goOn = false;
    });
    if (goOn && nextLessonId)
      await navigate({
        to: '/courses/$courseId/lessons/$lessonId',
        params: { courseId, lessonId: nextLessonId },
      });
  };
  return (
    <footer className="flex flex-col gap-5 border-t border-line pt-7">
      <Card className="flex flex-wrap items-center justify-between gap-4 p-5">
        {lesson.completedAt ? (
          <p role="status" className="flex items-center gap-2.5">
            <CircleCheck className="size-5 text-good" aria-hidden />
            <span>
              Done <Moment at={lesson.completedAt} distance="only" />
            </span>
          </p>
        ) : (
          <p className="text-ink-soft">Read it? Mark it, and your progress moves.</p>
        )}
        <div className="flex flex-wrap gap-2">
          {!lesson.completedAt && (
            <Button variant="primary" busy={complete.isPending} onClick={() => void done(true)}>
              <Check aria-hidden />
              {nextLessonId ? 'Mark as done and go on' : 'Mark as done'}
            </Button>
          )}
          {!nextLessonId && assessment && lesson.completedAt && (
            <Link
              to="/courses/$courseId/assignments/$assessmentId"
              params={{ courseId, assessmentId: assessment.id }}
              className={buttonStyle({ variant: 'primary' })}
            >
              <PenLine aria-hidden />
              On to the assignment
            </Link>
          )}
        </div>
      </Card>
      <nav aria-label="Lessons" className="flex flex-wrap justify-between gap-3">
        {lesson.previousLessonId ? (
          <LessonLink courseId={courseId} lessonId={lesson.previousLessonId} rel="prev" />
        ) : (
          <span />
        )}
        {nextLessonId && <LessonLink courseId={courseId} lessonId={nextLessonId} rel="next" />}
      </nav>
    </footer>
  );
}

function LessonLink({ rel, ...params }: { courseId: string; lessonId: string; rel: 'prev' | 'next' }) {
  return (
    <Link
      to="/courses/$courseId/lessons/$lessonId"
      params={params}
      rel={rel}
      className={buttonStyle({ variant: 'quiet' })}
    >
      {rel === 'prev' && <ArrowLeft aria-hidden />}
      {rel === 'prev' ? 'Previous lesson' : 'Next lesson'}
      {rel === 'next' && <ArrowRight aria-hidden />}
    </Link>
  );
}
