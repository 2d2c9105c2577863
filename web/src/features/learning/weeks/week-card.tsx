import { Collapsible } from '@base-ui/react/collapsible';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import type { LearnerModule } from '@gradus/contracts';
import { cn } from '../../../ui/class-names.ts';
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
    <Collapsible.Root
      open={open}
      onOpenChange={(next) => setOpen(next)}
      className={cn(
        'rounded-xl border border-line bg-surface shadow-low',
        current && reachable && 'border-accent/45',
        !reachable && 'bg-transparent shadow-none',
      )}
    >
      <h3>
        <Collapsible.Trigger className="flex w-full items-center gap-4 rounded-xl px-4 py-3.5 text-left sm:px-5">
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
          <ChevronDown
            className={cn('size-4.5 shrink-0 text-ink-soft transition-transform', open && 'rotate-180')}
            aria-hidden
          />
        </Collapsible.Trigger>
      </h3>
      <Collapsible.Panel className="h-[var(--collapsible-panel-height)] overflow-hidden transition-[height] duration-200 data-ending-style:h-0 data-starting-style:h-0">
        <WeekContents courseId={courseId} week={week} />
      </Collapsible.Panel>
    </Collapsible.Root>
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
