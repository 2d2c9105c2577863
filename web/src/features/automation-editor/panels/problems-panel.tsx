import { stepsInOrder } from '@gradus/flow';
import type { Problem } from '@gradus/flow';
import { CircleAlert, CircleCheckBig, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { useCheckAutomation } from '../../../api/automations.ts';
import { cn } from '../../../ui/class-names.ts';
import { Button } from '../../../ui/control/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { whenSaved } from '../store/when-saved.ts';
import { LookAhead } from './look-ahead.tsx';
import { Panel } from './panel.tsx';
import { ProblemDetails } from './problem-details.tsx';

/** What the check finds, gravest first, then in the order of the way; each jumps to its step. */
export function ProblemsPanel({ onClose }: { onClose(): void }) {
  const { store, automation } = useEditorScope();
  const problems = useEditor((state) => state.problems) ?? [];
  const definition = useEditor((state) => state.document.definition);
  const { steps } = definition;
  const order = useMemo(() => new Map(stepsInOrder(definition).map((id, at) => [id, at])), [definition]);
  const jump = useEditor((state) => state.jump);
  const check = useCheckAutomation(automation.id);
  const onServer = async () => {
    await whenSaved(store);
    const report = await check.mutateAsync();
    store.getState().setProblems(report.problems);
  };
  const place = ({ stepId }: Problem) => (stepId === null ? -1 : (order.get(stepId) ?? -1));
  const sorted = [...problems].sort(
    (a, b) => Number(b.severity === 'error') - Number(a.severity === 'error') || place(a) - place(b),
  );
  return (
    <Panel
      title="Check"
      description="Checked as you draw. A problem keeps the draft from being published; a hint does not."
      onClose={onClose}
    >
      {sorted.length === 0 && (
        <EmptyState icon={CircleCheckBig} title="Nothing is drawn wrongly" className="px-0 py-6">
          Every way leads somewhere, every week is opened, every mail can be filled in. Look ahead next: that
          finds what goes wrong on the way, a certificate that comes too early, say.
        </EmptyState>
      )}
      <ul className="flex flex-col gap-2">
        {sorted.map((problem, index) => {
          const grave = problem.severity === 'error';
          const Icon = grave ? CircleAlert : TriangleAlert;
          const { stepId } = problem;
          return (
            <li
              key={`${problem.code}:${stepId}:${problem.field}:${index}`}
              className={cn('rounded-lg text-sm', grave ? 'bg-bad-soft' : 'bg-warn-soft')}
            >
              <button
                type="button"
                disabled={!stepId}
                onClick={() => stepId && jump(stepId)}
                className={cn(
                  'flex w-full gap-2.5 rounded-lg p-3 text-left enabled:hover:brightness-97',
                  grave ? 'bg-bad-soft' : 'bg-warn-soft',
                )}
              >
                <Icon
                  aria-hidden
                  className={cn('mt-0.5 size-4 shrink-0', grave ? 'text-bad' : 'text-warn')}
                />
                <span>
                  <span className="block font-medium">
                    <span className="sr-only">{grave ? 'Problem in ' : 'Hint for '}</span>
                    {(stepId && steps[stepId]?.title) ?? 'The automation as a whole'}
                  </span>
                  {problem.message}
                </span>
              </button>
              <ProblemDetails problem={problem} />
            </li>
          );
        })}
      </ul>
      {check.isError && <Notice tone="bad">{sentenceOf(check.error)}</Notice>}
      {check.isSuccess && (
        <p className="text-sm text-ink-soft">The server’s check agrees with what you see.</p>
      )}
      <Button
        size="sm"
        className="self-start"
        busy={check.isPending}
        onClick={() => void onServer().catch(() => undefined)}
      >
        Check on the server too
      </Button>
      <LookAhead />
    </Panel>
  );
}
