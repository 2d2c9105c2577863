import { Link } from '@tanstack/react-router';
import { ArrowRight, CalendarClock, CircleSlash, Hourglass, PartyPopper, PenLine } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CourseProgress, LearnerModule } from '@gradus/contracts';
import { Card } from '../../../ui/card.tsx';
import { buttonStyle } from '../../../ui/control/button.tsx';
import { OpeningDate } from '../weeks/opening-date.tsx';
import { nextStep } from './next-step.ts';

/** The one thing to do now, or what is waited for. */
export function NextStepCard({ progress }: { progress: CourseProgress }) {
  const step = nextStep(progress);
  const { courseId } = progress;
  switch (step.kind) {
    case 'lesson':
      return (
        <Frame
          above={`Week ${step.module.position} · ${step.module.title}`}
          title={step.title}
          below={`A lesson of about ${step.minutes} minutes`}
          action={
            <Link
              to="/courses/$courseId/lessons/$lessonId"
              params={{ courseId, lessonId: step.lessonId }}
              className={buttonStyle({ variant: 'primary', size: 'lg' })}
            >
              {step.first ? 'Begin' : 'Continue'}
              <ArrowRight aria-hidden />
            </Link>
          }
        />
      );
    case 'assignment':
      return (
        <Frame
          above={`Week ${step.module.position} · ${step.module.title}`}
          title={step.title}
          below={
            step.again ? 'Not passed yet: read the feedback and hand in again' : 'The assignment of this week'
          }
          action={
            <Link
              to="/courses/$courseId/assignments/$assessmentId"
              params={{ courseId, assessmentId: step.assessmentId }}
              className={buttonStyle({ variant: 'primary', size: 'lg' })}
            >
              <PenLine aria-hidden />
              {step.again ? 'Try again' : 'Write'}
            </Link>
          }
        />
      );
    case 'grading':
      return (
        <Frame
          icon={<Hourglass className="size-6" aria-hidden />}
          above={`Week ${step.module.position} · ${step.module.title}`}
          title="Your work is being graded"
          below="You can leave this page; you get a mail when it is done."
        />
      );
    case 'opening':
      return (
        <Frame
          icon={<CalendarClock className="size-6" aria-hidden />}
          above={step.spent ? notPassed(step.spent) : 'You are up to date'}
          title={`Next: week ${step.module.position}, ${step.module.title}`}
          below={<OpeningDate module={step.module} />}
        />
      );
    case 'spent':
      return (
        <Frame
          icon={<CircleSlash className="size-6" aria-hidden />}
          above={`Week ${step.module.position} · ${step.module.title}`}
          title="Not passed, and all attempts are used"
          below="Ask your school what you can do about it."
        />
      );
    case 'done':
      return progress.state === 'completed' ? (
        <Frame
          icon={<PartyPopper className="size-6" aria-hidden />}
          above="Completed"
          title="You have done all of it"
          below="Every week stays open, so that you can look things up."
        />
      ) : null;
  }
}

function notPassed({ position }: LearnerModule): string {
  return `Week ${position} is not passed, and all its attempts are used: ask your school what you can do about it`;
}

interface FrameProps {
  icon?: ReactNode;
  above: ReactNode;
  title: ReactNode;
  below: ReactNode;
  action?: ReactNode;
}

function Frame({ icon, above, title, below, action }: FrameProps) {
  return (
    <Card
      aria-label="What comes next"
      className="flex flex-wrap items-center gap-x-6 gap-y-4 border-accent/35 p-6"
    >
      {icon && (
        <span className="grid size-12 place-items-center rounded-full bg-accent-soft text-accent">
          {icon}
        </span>
      )}
      <div className="flex min-w-0 flex-1 basis-60 flex-col gap-1">
        <p className="text-sm text-ink-soft">{above}</p>
        <h2 className="text-xl font-semibold tracking-tight">{title}</h2>
        <p className="text-ink-soft">{below}</p>
      </div>
      {action}
    </Card>
  );
}
