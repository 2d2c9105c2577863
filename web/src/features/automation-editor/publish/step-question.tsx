import type { PlannedStep } from '@gradus/contracts';
import type { StepChoice } from '@gradus/flow';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { runsQuery } from '../../../api/runs.ts';
import { Select } from '../../../ui/control/select.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { MoreButton } from '../../../ui/more-button.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { CHOICES, FATES } from './words.ts';

interface StepQuestionProps {
  step: PlannedStep;
  choice: StepChoice | undefined;
  onChoose(choice: StepChoice): void;
}

/** One step with people at it: what becomes of them, and who they are. */
export function StepQuestion({ step, choice, onChoose }: StepQuestionProps) {
  const steps = useEditor((state) => state.document.definition.steps);
  const targets = Object.entries(steps)
    .filter(([id, one]) => id !== step.stepId && one.kind !== 'trigger')
    .map(([value, one]) => ({ value, label: one.title }));
  const choose = (what: StepChoice['do']) => {
    if (what !== 'redirect') return onChoose({ do: what });
    const [first] = targets;
    if (first) onChoose({ do: 'redirect', to: first.value });
  };
  const versions = step.versions.length > 1 ? step.versions.map(sayVersion).join(', ') : null;
  return (
    <li className="flex flex-col gap-1.5">
      <p className="text-[0.9375rem]">
        <span className="font-medium">“{step.title}”</span>, {FATES[step.fate]}: {sayHere(step.here)} there
        now
        {versions && ` (${versions})`}
      </p>
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label={`What becomes of the people at ${step.title}`}
          className="w-full sm:w-64"
          choices={step.choices.map((value) => ({ value, label: CHOICES[value] }))}
          value={choice?.do ?? step.proposed}
          placeholder="As fits their version"
          onChange={choose}
        />
        {choice?.do === 'redirect' && (
          <Select
            aria-label={`Where the people at ${step.title} go`}
            className="w-full sm:w-64"
            choices={targets}
            value={choice.to}
            onChange={(to) => onChoose({ do: 'redirect', to })}
          />
        )}
      </div>
      {step.here > 0 && <Who stepId={step.stepId} title={step.title} />}
    </li>
  );
}

const sayHere = (here: number) => (here === 0 ? 'nobody is' : here === 1 ? '1 is' : `${here} are`);

const sayVersion = ({ number, here }: PlannedStep['versions'][number]) => `${here} on version ${number}`;

function Who({ stepId, title }: { stepId: string; title: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="text-sm" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer text-accent">
        Who is there<span className="sr-only"> at {title}</span>
      </summary>
      {open && <Names stepId={stepId} />}
    </details>
  );
}

function Names({ stepId }: { stepId: string }) {
  const { automation } = useEditorScope();
  const runs = useInfiniteQuery(runsQuery({ automationId: automation.id, stepId, open: true }));
  const people = runs.data?.pages.flatMap((page) => page.items) ?? [];
  if (runs.isPending) return <Skeleton className="mt-2 h-10 rounded-lg" />;
  if (runs.isError) return <p className="mt-2 text-bad">{sentenceOf(runs.error)}</p>;
  return (
    <>
      <ul className="mt-2 flex max-h-56 flex-col gap-1.5 overflow-y-auto rounded-lg border border-line p-3">
        {people.map((run) => (
          <li key={run.id}>
            <span className="font-medium">{run.learnerName}</span>{' '}
            <span className="text-ink-soft">
              version {run.version}. {run.summary}
            </span>
          </li>
        ))}
      </ul>
      <MoreButton {...runs} />
    </>
  );
}
