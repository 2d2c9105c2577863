import { Link } from '@tanstack/react-router';
import { CircleCheck, Circle, Info, PenLine } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LearnerModule } from '@gradus/contracts';
import { Status } from '../../../ui/status.tsx';
import { workWords } from './week-words.ts';

interface WeekContentsProps {
  courseId: string;
  week: LearnerModule;
}

export function WeekContents({ courseId, week }: WeekContentsProps) {
  const reachable = week.state === 'open' || week.state === 'completed';
  return (
    <div className="flex flex-col gap-4 px-4 pb-5 sm:pr-5 sm:pl-[4.5rem]">
      <p className="max-w-[68ch] text-ink-soft">{week.summary}</p>
      {!reachable && <Reasons week={week} />}
      {reachable ? <Todo courseId={courseId} week={week} /> : <Preview week={week} />}
    </div>
  );
}

/** Why a week is not open: always said. */
function Reasons({ week }: { week: LearnerModule }) {
  if (week.because.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1.5 rounded-lg bg-note-soft px-4 py-3">
      {week.because.map((line) => (
        <li key={`${line.code}:${line.text}`} className="flex gap-2.5">
          <Info className="mt-1 size-4 shrink-0 text-note" aria-hidden />
          {line.text}
        </li>
      ))}
    </ul>
  );
}

function Todo({ courseId, week }: WeekContentsProps) {
  const work = week.assessment;
  return (
    <ul className="-mx-2.5 flex flex-col">
      {week.lessons.map((lesson) => (
        <li key={lesson.id}>
          <Link
            to="/courses/$courseId/lessons/$lessonId"
            params={{ courseId, lessonId: lesson.id }}
            className="flex items-center gap-3 rounded-md px-2.5 py-2 -outline-offset-1 transition-colors hover:bg-sunken"
          >
            {lesson.completedAt ? (
              <CircleCheck className="size-5 shrink-0 text-good" aria-label="Read" />
            ) : (
              <Circle className="size-5 shrink-0 text-line-strong" aria-label="Not read yet" />
            )}
            <span className="min-w-0 flex-1">{lesson.title}</span>
            <span className="text-sm whitespace-nowrap text-ink-soft tabular-nums">{lesson.minutes} min</span>
          </Link>
        </li>
      ))}
      {work && (
        <li>
          <Link
            to="/courses/$courseId/assignments/$assessmentId"
            params={{ courseId, assessmentId: work.id }}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-2.5 py-2 -outline-offset-1 transition-colors hover:bg-sunken"
          >
            <PenLine className="size-5 shrink-0 text-accent" aria-hidden />
            <span className="min-w-0 flex-1 basis-40">
              <span className="sr-only">Assignment: </span>
              {work.title}
            </span>
            <WorkStatus work={work} />
          </Link>
        </li>
      )}
    </ul>
  );
}

function WorkStatus({ work }: { work: NonNullable<LearnerModule['assessment']> }) {
  const { look, word } = workWords[work.state];
  const graded = work.percentage !== null && (work.state === 'passed' || work.state === 'failed');
  return <Status look={look}>{graded ? `${word}, ${Math.round(work.percentage ?? 0)}%` : word}</Status>;
}

function Preview({ week }: { week: LearnerModule }) {
  const lines: [string, ReactNode][] = [
    ...week.lessons.map((lesson): [string, ReactNode] => [
      lesson.id,
      `${lesson.title} (${lesson.minutes} min)`,
    ]),
    ...(week.assessment
      ? [[week.assessment.id, `Assignment: ${week.assessment.title}`] satisfies [string, ReactNode]]
      : []),
  ];
  return (
    <ul className="flex list-disc flex-col gap-1 pl-5 text-sm text-ink-soft marker:text-line-strong">
      {lines.map(([key, text]) => (
        <li key={key}>{text}</li>
      ))}
    </ul>
  );
}
