import { useState } from 'react';
import type { LearnerModule } from '@gradus/contracts';
import { cn } from '../../../ui/class-names.ts';
import { Fold } from '../../../ui/reading/fold.tsx';
import { Badge, toneStyle } from '../../../ui/status.tsx';
import { OpeningDate } from './opening-date.tsx';
import { WeekContents } from './week-contents.tsx';
import { weekLooks, workWords } from './week-words.ts';

interface WeekCardProps {
  courseId: string;
  week: LearnerModule;
  /** The week to work on, or to wait for. */
  current: boolean;
}

export function WeekCard({ courseId, week, current }: WeekCardProps) {
  const [open, setOpen] = useState(current);
  const [wasCurrent, setWasCurrent] = useState(current);
  if (current !== wasCurrent) {
    setWasCurrent(current);
    setOpen(current);
  }
  const reachable = week.state === 'open' || week.state === 'completed';
  return (
    <Fold
      open={open}
      onOpenChange={(next) => setOpen(next)}
      className={cn(
        'rounded-xl border border-line bg-surface shadow-low',
        current && reachable && 'border-accent/45',
        !reachable && 'bg-transparent shadow-none',
      )}
      headingClass="rounded-xl px-4 py-3.5 sm:px-5"
      heading={
        <>
          <WeekSign week={week} />
          <span className="flex min-w-0 flex-1 flex-col">
            <span className={cn('font-medium', !reachable && 'text-ink-soft')}>{week.title}</span>
            <span className="text-sm text-ink-soft">
              {reachable ? <Tally week={week} /> : <OpeningDate module={week} />}
            </span>
          </span>
          <Badge
            tone={weekLooks[week.state].tone}
            icon={weekLooks[week.state].icon}
            className="max-sm:hidden"
          >
            {weekLooks[week.state].word}
          </Badge>
        </>
      }
    >
      <WeekContents courseId={courseId} week={week} />
    </Fold>
  );
}

function WeekSign({ week }: { week: LearnerModule }) {
  const { icon: Icon, tone, word } = weekLooks[week.state];
  const number = week.state === 'open' || week.state === 'scheduled';
  return (
    <span
      className={cn(
        'grid size-9 shrink-0 place-items-center rounded-full text-sm font-semibold tabular-nums',
        toneStyle[tone],
      )}
    >
      {number ? <span aria-hidden>{week.position}</span> : <Icon className="size-4.5" aria-hidden />}
      <span className="sr-only">
        Week {week.position}, {word}:
      </span>
    </span>
  );
}

function Tally({ week }: { week: LearnerModule }) {
  const read = week.lessons.filter((lesson) => lesson.completedAt).length;
  const work = week.assessment;
  return (
    <>
      {read} of {week.lessons.length} lessons
      {work?.state === 'passed' &&
        work.percentage !== null &&
        ` · assignment ${Math.round(work.percentage)}%`}
      {work && work.state !== 'passed' && ` · assignment: ${workWords[work.state].word.toLowerCase()}`}
    </>
  );
}
