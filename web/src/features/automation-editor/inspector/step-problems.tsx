import { CircleAlert, TriangleAlert } from 'lucide-react';
import { cn } from '../../../ui/class-names.ts';
import { useEditor } from '../store/editor-context.tsx';

/** What the check says about this step as a whole and its fields. */
export function StepProblems({ stepId }: { stepId: string }) {
  const all = useEditor((state) => state.problems);
  const problems = all?.filter((problem) => (problem.steps ?? [problem.stepId]).includes(stepId)) ?? [];
  if (problems.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2" aria-label="Problems of this step">
      {problems.map((problem) => {
        const grave = problem.severity === 'error';
        const Icon = grave ? CircleAlert : TriangleAlert;
        return (
          <li
            key={`${problem.code}:${problem.stepId}:${problem.field}`}
            className={cn('flex gap-2.5 rounded-lg p-3 text-sm', grave ? 'bg-bad-soft' : 'bg-warn-soft')}
          >
            <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', grave ? 'text-bad' : 'text-warn')} />
            <span>
              <span className="sr-only">{grave ? 'Problem: ' : 'Hint: '}</span>
              {problem.message}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
