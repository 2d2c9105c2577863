import type { RunDetail } from '@gradus/contracts';
import { UserCheck } from 'lucide-react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Moment } from '../../ui/time/moment.tsx';

const DEEDS: Record<string, string> = {
  'run.retry': 'Tried a step again',
  'run.skip': 'Skipped a step',
  'run.move': 'Moved the learner',
  'run.releaseNow': 'Let the learner go on',
  'run.settle': 'Said whether it happened',
  'run.postpone': 'Put it off',
  'run.changeVariable': 'Changed a variable',
  'run.pause': 'Paused the run',
  'run.resume': 'Resumed the run',
  'run.exit': 'Ended the run',
  'run.started-over': 'Started it over',
};

/** What people decided about this run, and why. */
export function RunDecisions({ run }: { run: RunDetail }) {
  if (run.decisions.length === 0)
    return (
      <EmptyState icon={UserCheck} title="Nobody had to step in" className="px-0 py-8">
        Whatever operators do to this run is kept here, with their reason.
      </EmptyState>
    );
  return (
    <ul className="flex flex-col divide-y divide-line">
      {run.decisions.map(({ at, by, action, reason }) => (
        <li key={at + action} className="flex flex-col gap-0.5 py-3 text-sm first:pt-0">
          <p className="font-medium">{DEEDS[action] ?? action}</p>
          {reason && <p className="break-words">“{reason}”</p>}
          <p className="text-ink-soft">
            {by ?? 'Somebody who is gone'}, <Moment at={at} />
          </p>
        </li>
      ))}
    </ul>
  );
}
