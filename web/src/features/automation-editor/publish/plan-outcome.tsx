import type { PlannedRun, PublishPlan } from '@gradus/contracts';
import { useState } from 'react';
import { Button } from '../../../ui/control/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Table, type Column } from '../../../ui/table.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { sayOutcome } from './say-outcome.ts';

const FEW = 6;

/** The dry run: what publishing would do to the real runs, in sums and for some of them one by one. */
export function PlanOutcome({ plan, spreadMinutes }: { plan: PublishPlan; spreadMinutes: number }) {
  const [all, setAll] = useState(false);
  const samples = all ? plan.samples : plan.samples.slice(0, FEW);
  return (
    <section aria-label="What becomes of them" className="flex flex-col gap-3">
      {plan.problems.map((problem) => (
        <Notice key={problem.code + problem.message} tone={problem.severity === 'error' ? 'bad' : 'warn'}>
          {problem.message}
        </Notice>
      ))}
      {plan.looked > 0 && (
        <Notice
          tone="note"
          title={
            plan.looked === plan.concerned
              ? `Tried on ${plan.looked === 1 ? 'the 1 run' : `all ${plan.looked} runs`}, as they stand now`
              : `Tried on ${plan.looked} of ${plan.concerned} runs, as they stand now`
          }
        >
          <ul className="list-disc pl-4">
            {sayOutcome(plan, spreadMinutes).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Notice>
      )}
      {samples.length > 0 && (
        <div className="rounded-lg border border-line">
          <Table
            caption="Some of the runs, before and after"
            columns={columns}
            rows={samples}
            rowKey={(run) => run.runId}
          />
        </div>
      )}
      {plan.samples.length > samples.length && (
        <Button size="sm" className="self-start" onClick={() => setAll(true)}>
          Show {plan.samples.length - samples.length} more of them
        </Button>
      )}
    </section>
  );
}

const columns: Column<PlannedRun>[] = [
  {
    key: 'who',
    title: 'Learner',
    cell: (run) => (
      <>
        <span className="font-medium">{run.who}</span>
        <span className="block text-ink-soft">version {run.version}</span>
      </>
    ),
  },
  { key: 'before', title: 'Now', cell: (run) => <Places places={run.before} /> },
  {
    key: 'after',
    title: 'Afterwards',
    cell: (run) => (
      <>
        {run.ends ? (
          <span className="font-medium text-bad">The run ends</span>
        ) : (
          <Places places={run.after} />
        )}
        {run.did.every((did) => did === 'kept') && (
          <span className="block text-ink-soft">on the old version</span>
        )}
        {run.mails > 0 && (
          <span className="block">{run.mails === 1 ? '1 mail follows' : `${run.mails} mails follow`}</span>
        )}
        {run.opens.map((title) => (
          <span key={title} className="block">
            “{title}” opens
          </span>
        ))}
      </>
    ),
  },
];

function Places({ places }: { places: PlannedRun['before'] }) {
  return places.map(({ title, until }, index) => (
    <span key={`${title}:${index}`} className="block">
      “{title}”
      {until && (
        <span className="block text-ink-soft">
          until <Moment at={until} />
        </span>
      )}
    </span>
  ));
}
