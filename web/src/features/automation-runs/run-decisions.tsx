import { type RunDetail, sayAuditedAction } from '@gradus/contracts';
import { UserCheck } from 'lucide-react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Moment } from '../../ui/time/moment.tsx';

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
          <p className="font-medium">{sayAuditedAction(action)}</p>
          {reason && <p className="break-words">“{reason}”</p>}
          <p className="text-ink-soft">
            {by ?? 'Somebody who is gone'}, <Moment at={at} />
          </p>
        </li>
      ))}
    </ul>
  );
}
