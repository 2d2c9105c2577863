import type { CourseDetail, CourseProgress } from '@gradus/contracts';
import { nextStep } from '../my-course/next-step.ts';
import { WeekCard } from './week-card.tsx';

/** The weeks in their phases. The one to work on is unfolded. */
export function Weeks({ progress, course }: { progress: CourseProgress; course: CourseDetail }) {
  const step = nextStep(progress);
  const current = 'module' in step ? step.module.id : null;
  return (
    <div className="flex min-w-0 flex-col gap-9">
      {progress.phases.map((phase, index) => {
        const weeks = progress.modules.filter((module) => module.phaseKey === phase.key);
        const done = weeks.filter((week) => week.state === 'completed').length;
        const summary = course.phases.find((each) => each.key === phase.key)?.summary;
        return (
          <section key={phase.key} aria-labelledby={`phase-${phase.key}`} className="flex flex-col gap-4">
            <header>
              <p className="flex items-baseline justify-between gap-4 text-sm text-ink-soft">
                {progress.phases.length > 1 ? `Phase ${index + 1}` : 'The weeks'}
                <span className="tabular-nums">
                  {done} of {weeks.length} done
                </span>
              </p>
              <h2 id={`phase-${phase.key}`} className="text-lg font-semibold">
                {phase.title}
              </h2>
              {summary && <p className="max-w-[68ch] text-sm text-ink-soft">{summary}</p>}
            </header>
            <ol className="flex flex-col gap-3">
              {weeks.map((week) => (
                <li key={week.id}>
                  <WeekCard courseId={progress.courseId} week={week} current={week.id === current} />
                </li>
              ))}
            </ol>
          </section>
        );
      })}
    </div>
  );
}
