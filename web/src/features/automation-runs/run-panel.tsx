import type { RunDetail } from '@gradus/contracts';
import { ArrowLeft, MapPinOff } from 'lucide-react';
import { Fragment } from 'react';
import { Button } from '../../ui/control/button.tsx';
import { Tabs } from '../../ui/control/tabs.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { currentVisits, openBehind, visitsByStep } from './run-marks.ts';
import { RunDecisions } from './run-decisions.tsx';
import { RunTimeline } from './run-timeline.tsx';
import { VisitCard } from './visit-card.tsx';

interface RunPanelProps {
  run: RunDetail;
  selectedId: string | null;
  onSelect(stepId: string): void;
  onClear(): void;
}

export function RunPanel({ run, selectedId, onSelect, onClear }: RunPanelProps) {
  return (
    <aside
      aria-label="Details of the run"
      className="flex shrink-0 flex-col border-line bg-surface lg:w-[25rem] relative lg:overflow-y-auto lg:border-l"
    >
      <div className="p-4 sm:p-5">
        {selectedId ? (
          <StepVisits run={run} stepId={selectedId} onClear={onClear} />
        ) : (
          <Tabs
            aria-label="Details of the run"
            tabs={[
              { value: 'now', label: 'Now', content: <Now run={run} /> },
              {
                value: 'timeline',
                label: 'Timeline',
                content: <RunTimeline run={run} onSelect={onSelect} />,
              },
              {
                value: 'decisions',
                label: `Decisions${run.decisions.length > 0 ? ` (${run.decisions.length})` : ''}`,
                content: <RunDecisions run={run} />,
              },
            ]}
          />
        )}
      </div>
    </aside>
  );
}

function Now({ run }: { run: RunDetail }) {
  const here = [...currentVisits(run.visits), ...openBehind(run.visits)];
  if (here.length === 0) {
    return (
      <EmptyState
        icon={MapPinOff}
        title={run.condition === 'finished' ? 'This run is over' : 'Between two steps'}
        className="px-0 py-8"
      >
        {run.condition === 'finished'
          ? 'The way the learner took is drawn on the canvas. Choose a step to see what happened there.'
          : 'The next step is being taken right now.'}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {here.map((visit) => (
        <VisitCard key={`${visit.stepId}:${visit.visit}`} run={run} visit={visit} />
      ))}
      <Variables run={run} />
      <p className="text-sm text-ink-soft">Choose any step on the canvas to see what happened there.</p>
    </div>
  );
}

/** What the run remembers, by which its steps decide. */
function Variables({ run }: { run: RunDetail }) {
  const variables = Object.entries(run.variables);
  if (variables.length === 0) return null;
  return (
    <section className="rounded-xl border border-line p-4">
      <h2 className="mb-2 text-sm font-semibold">What the run remembers</h2>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        {variables.map(([name, value]) => (
          <Fragment key={name}>
            <dt className="text-ink-soft">{name}</dt>
            <dd className="min-w-0 break-words">{String(value)}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

interface StepVisitsProps {
  run: RunDetail;
  stepId: string;
  onClear(): void;
}

function StepVisits({ run, stepId, onClear }: StepVisitsProps) {
  const visits = (visitsByStep(run.visits).get(stepId) ?? []).toReversed();
  return (
    <div className="flex flex-col gap-4">
      <Button size="sm" variant="quiet" className="-ml-2 self-start" onClick={onClear}>
        <ArrowLeft aria-hidden /> The whole run
      </Button>
      {visits.length === 0 && (
        <EmptyState icon={MapPinOff} title="The learner has not been here" className="px-0 py-8">
          Either the way led elsewhere, or this step is still to come.
        </EmptyState>
      )}
      {visits.map((visit) => (
        <VisitCard key={visit.visit} run={run} visit={visit} />
      ))}
    </div>
  );
}
