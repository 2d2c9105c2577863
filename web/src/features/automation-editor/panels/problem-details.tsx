import { meetsRuns, timelineOf, timelinesOf } from '@gradus/flow';
import type { Problem } from '@gradus/flow';
import { useState } from 'react';
import { SimulationList } from '../playback/simulation-list.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';

const BOX = 'mx-3 mb-3 rounded-md bg-surface p-3';

/** What else there is to see of a problem: all the steps it concerns, and a learner who comes to it. */
export function ProblemDetails({ problem }: { problem: Problem }) {
  /** When somebody wanted to see it; null: nobody has. */
  const [since, setSince] = useState<number | null>(null);
  const [all, setAll] = useState(false);
  const { steps = [] } = problem;
  return (
    <>
      {steps.length > 1 && (
        <details className={BOX} onToggle={(event) => setAll(event.currentTarget.open)}>
          <summary className="cursor-pointer font-medium">All {steps.length} steps</summary>
          {all && <StepList stepIds={steps} />}
        </details>
      )}
      {meetsRuns(problem) && (
        <details className={BOX} onToggle={(event) => setSince(event.currentTarget.open ? Date.now() : null)}>
          <summary className="cursor-pointer font-medium">How it comes to that</summary>
          {since !== null && <Way problem={problem} since={since} />}
        </details>
      )}
    </>
  );
}

function StepList({ stepIds }: { stepIds: readonly string[] }) {
  const steps = useEditor((state) => state.document.definition.steps);
  const jump = useEditor((state) => state.jump);
  return (
    <ul className="mt-2 flex flex-col">
      {stepIds.map((stepId) => (
        <li key={stepId}>
          <button type="button" className="min-h-6 text-left underline" onClick={() => jump(stepId)}>
            {steps[stepId]?.title ?? stepId}
          </button>
        </li>
      ))}
    </ul>
  );
}

const HOUR = 3_600_000;

/** Worked out by the engine in the browser as somebody opens it, of the drawing as it is then: a learner who enrols within the hour. */
function Way({ problem, since }: { problem: Problem; since: number }) {
  const { store, automation } = useEditorScope();
  const { catalogue } = automation;
  const zone = catalogue.schoolZone;
  const [timeline] = useState(() => {
    const enrolledAt = Math.ceil(since / HOUR) * HOUR;
    return (
      timelinesOf(store.getState().document.definition, catalogue, [problem], { enrolledAt, zone })[0] ?? null
    );
  });
  if (timeline === null)
    return <p className="mt-2 text-ink-soft">No way leads there from the trigger, so nobody meets it.</p>;
  return (
    <div className="mt-3">
      <SimulationList entries={timelineOf(timeline)} zone={zone} />
    </div>
  );
}
