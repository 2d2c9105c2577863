import type { FunnelStep } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { ChartNoAxesColumnDecreasing } from 'lucide-react';
import { useState } from 'react';
import { funnelQuery } from '../../../api/publishing/funnel.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';
import { Panel } from '../panels/panel.tsx';
import { useEditorScope } from '../store/editor-context.tsx';
import { lossesOf, mainSteps, sayLost, shareOf } from './funnel-words.ts';

interface FunnelPanelProps {
  versionId: string | undefined;
  onStep(stepId: string): void;
  onClose(): void;
}

/** How many come to each step of a version, how many are there, and where people are lost: a chart that is a table. */
export function FunnelPanel({ versionId, onStep, onClose }: FunnelPanelProps) {
  const { automation } = useEditorScope();
  const funnel = useQuery(funnelQuery(automation.id, versionId));
  const [all, setAll] = useState(false);
  const { data } = funnel;
  const steps = data ? (all ? data.steps : mainSteps(data.steps)) : [];
  return (
    <Panel
      title="Funnel"
      description="People, not visits: whoever comes to a step twice counts once."
      onClose={onClose}
    >
      {funnel.isPending && <SkeletonText lines={8} />}
      {funnel.isError && <ErrorState error={funnel.error} onRetry={() => void funnel.refetch()} />}
      {data?.entered === 0 && (
        <EmptyState icon={ChartNoAxesColumnDecreasing} title="Nobody has come in yet" className="px-0 py-6">
          Once people go through this version, you see here how far they come and where they are lost.
        </EmptyState>
      )}
      {data && data.entered > 0 && (
        <>
          <p className="text-[0.9375rem]">
            <span className="font-semibold tabular-nums">{data.entered}</span> came in,{' '}
            <span className="font-semibold tabular-nums">{data.completed}</span> went through to the end,{' '}
            <span className="font-semibold tabular-nums">{data.open}</span> are on their way.
          </p>
          <label className="flex items-center gap-2.5 text-sm">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={all}
              onChange={(event) => setAll(event.target.checked)}
            />
            Every step, not only the main ones
          </label>
          <FunnelTable steps={steps} entered={data.entered} onStep={onStep} />
        </>
      )}
    </Panel>
  );
}

interface FunnelTableProps {
  steps: FunnelStep[];
  entered: number;
  onStep(stepId: string): void;
}

function FunnelTable({ steps, entered, onStep }: FunnelTableProps) {
  return (
    <table className="w-full border-collapse text-sm">
      <caption className="sr-only">How many of those who came in came to each step</caption>
      <thead>
        <tr className="border-b border-line text-left text-xs text-ink-soft">
          <th scope="col" className="py-1.5 font-medium">
            Step
          </th>
          <th scope="col" className="py-1.5 pl-3 text-right font-medium">
            Came
          </th>
          <th scope="col" className="py-1.5 pl-3 text-right font-medium">
            Here
          </th>
          <th scope="col" className="py-1.5 pl-3 text-right font-medium">
            Lost
          </th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={step.stepId} className="border-b border-line align-top last:border-0">
            <th scope="row" className="py-2 text-left font-normal">
              <button
                type="button"
                className="text-left font-medium hover:text-accent hover:underline"
                onClick={() => onStep(step.stepId)}
              >
                {step.title}
              </button>
              <span aria-hidden className="mt-1 block h-1.5 overflow-hidden rounded-full bg-sunken">
                <span
                  className="block h-full rounded-full bg-accent"
                  style={{ width: `${shareOf(step.came, entered)}%` }}
                />
              </span>
              {step.lost.length > 0 && (
                <span className="mt-1 block text-xs text-ink-soft">{step.lost.map(sayLost).join(', ')}</span>
              )}
            </th>
            <td className="py-2 pl-3 text-right tabular-nums">
              {step.came}
              <span className="block text-xs text-ink-soft">{shareOf(step.came, entered)} %</span>
            </td>
            <td className="py-2 pl-3 text-right tabular-nums">{step.here}</td>
            <td className="py-2 pl-3 text-right tabular-nums">{lossesOf(step)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
