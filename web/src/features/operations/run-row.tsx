import type { RunSummary } from '@gradus/contracts';
import { Link } from '@tanstack/react-router';
import { RunStatus } from '../../canvas/run-status.tsx';
import { SimulatedBadge } from '../../ui/status.tsx';
import { Moment } from '../../ui/time/moment.tsx';

export function RunRow({ run }: { run: RunSummary }) {
  return (
    <li className="relative px-5 py-4 hover:bg-sunken/50 sm:px-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          to="/runs/$runId"
          params={{ runId: run.id }}
          className="font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {run.learnerName}
        </Link>
        <RunStatus run={run} />
        {run.simulated && <SimulatedBadge />}
      </div>
      <p className="mt-1">{run.summary}</p>
      <p className="text-sm break-words text-ink-soft">
        {run.learnerEmail} · {run.automationName}, version {run.version} · since{' '}
        <Moment at={run.startedAt} style="day" />
      </p>
    </li>
  );
}
