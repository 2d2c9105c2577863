import { Check } from 'lucide-react';
import type { CourseDetail } from '@gradus/contracts';
import { Fold } from '../../../ui/reading/fold.tsx';

type Module = CourseDetail['phases'][number]['modules'][number];

/** What is inside, week by week; nothing of the lessons' text. */
export function Outline({ course }: { course: CourseDetail }) {
  return (
    <div className="flex flex-col gap-8">
      {course.phases.map((phase, index) => (
        <section key={phase.key} className="flex flex-col gap-3">
          <header>
            {course.phases.length > 1 && <p className="text-sm text-ink-soft">Phase {index + 1}</p>}
            <h2 className="text-lg font-semibold">{phase.title}</h2>
            <p className="max-w-[68ch] text-sm text-ink-soft">{phase.summary}</p>
          </header>
          <ol className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-low">
            {phase.modules.map((module) => (
              <li key={module.id}>
                <OutlineWeek module={module} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function OutlineWeek({ module }: { module: Module }) {
  const minutes = module.lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
  return (
    <Fold
      headingClass="px-4 py-3.5 -outline-offset-2 hover:bg-sunken/50 sm:px-5"
      heading={
        <>
          <span className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-soft text-sm font-semibold text-accent tabular-nums">
            <span className="sr-only">Week </span>
            {module.position}
          </span>
          <span className="min-w-0 flex-1">
            <span className="block font-medium">{module.title}</span>
            <span className="block text-sm text-ink-soft">
              {module.lessons.length} lessons, about {minutes} minutes of reading
            </span>
          </span>
        </>
      }
    >
      <div className="flex flex-col gap-4 px-4 pt-1 pb-5 sm:pr-5 sm:pl-[4.25rem]">
        <p className="max-w-[68ch] text-ink-soft">{module.summary}</p>
        <ul className="flex max-w-[68ch] flex-col gap-1.5">
          {module.objectives.map((objective) => (
            <li key={objective} className="flex gap-2.5">
              <Check className="mt-1 size-4 shrink-0 text-good" aria-hidden />
              {objective}
            </li>
          ))}
        </ul>
        <ul className="flex list-disc flex-col gap-1 pl-5 text-sm text-ink-soft marker:text-line-strong">
          {module.lessons.map((lesson) => (
            <li key={lesson.id}>
              {lesson.title} ({lesson.minutes} min)
            </li>
          ))}
          {module.assignmentTitle && <li>Assignment: {module.assignmentTitle}</li>}
        </ul>
      </div>
    </Fold>
  );
}
