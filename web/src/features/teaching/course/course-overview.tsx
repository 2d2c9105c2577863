import type { CourseDetail } from '@gradus/contracts';
import { BookOpen, ClipboardCheck } from 'lucide-react';
import { Card } from '../../../ui/card.tsx';

type CourseModule = CourseDetail['phases'][number]['modules'][number];

/** The outline as it was imported: phases, weeks, lessons, assignments. */
export function CourseOverview({ course }: { course: CourseDetail }) {
  return (
    <div className="flex flex-col gap-8">
      <p className="max-w-[70ch] text-ink-soft">{course.description}</p>
      {course.phases.map((phase) => (
        <section key={phase.key} className="flex flex-col gap-3">
          <div>
            <h2 className="text-lg font-semibold">{phase.title}</h2>
            <p className="max-w-[70ch] text-ink-soft">{phase.summary}</p>
          </div>
          <Card>
            <ul className="divide-y divide-line">
              {phase.modules.map((module) => (
                <ModuleRow key={module.id} module={module} />
              ))}
            </ul>
          </Card>
        </section>
      ))}
    </div>
  );
}

function ModuleRow({ module }: { module: CourseModule }) {
  const minutes = module.lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
  return (
    <li>
      <details className="group px-5 py-4 sm:px-6">
        <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-4 gap-y-1 rounded-sm">
          <span className="w-16 text-sm text-ink-soft tabular-nums">Week {module.position}</span>
          <span className="min-w-0 flex-1 basis-48 font-medium">{module.title}</span>
          <span className="text-sm text-ink-soft">
            {module.lessons.length} lessons, {minutes} minutes{module.assignmentTitle ? ', 1 assignment' : ''}
          </span>
        </summary>
        <div className="mt-3 flex flex-col gap-3 sm:pl-20">
          <p className="max-w-[70ch] text-ink-soft">{module.summary}</p>
          <ul className="flex flex-col gap-1.5 text-sm">
            {module.lessons.map((lesson) => (
              <li key={lesson.id} className="flex items-center gap-2.5">
                <BookOpen aria-hidden className="size-4 text-ink-soft" />
                {lesson.title}
                <span className="text-ink-soft tabular-nums">{lesson.minutes} min</span>
              </li>
            ))}
            {module.assignmentTitle && (
              <li className="flex items-center gap-2.5">
                <ClipboardCheck aria-hidden className="size-4 text-accent" />
                {module.assignmentTitle}
              </li>
            )}
          </ul>
        </div>
      </details>
    </li>
  );
}
