import type { ReplayReport, RunSummary } from '@gradus/contracts';
import { sayPort } from '@gradus/flow';
import { useInfiniteQuery } from '@tanstack/react-query';
import { UserRoundSearch } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useReplayRun } from '../../../api/foreseeing/foresight.ts';
import { runsQuery } from '../../../api/runs.ts';
import { Button } from '../../../ui/control/button.tsx';
import { SearchInput } from '../../../ui/control/search-input.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';
import { Moment, TimeReader } from '../../../ui/time/moment.tsx';
import { TryingFailed } from '../panels/trying-failed.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { whenSaved } from '../store/when-saved.ts';
import { Played } from '../playback/played.tsx';

const SHOWN = 8;

/** What the draft would have done for somebody who was really there. */
export function PastTab({ onProblems }: { onProblems(): void }) {
  const { store, automation } = useEditorScope();
  const [search, setSearch] = useState('');
  const query = useInfiniteQuery(runsQuery({ automationId: automation.id, search: search || undefined }));
  const runs = query.data?.pages.flatMap(({ items }) => items).slice(0, SHOWN) ?? [];
  const replay = useReplayRun(automation.id);
  const [failure, setFailure] = useState<unknown>(null);
  const choose = async (runId: string) => {
    setFailure(null);
    try {
      await whenSaved(store);
      await replay.mutateAsync({ runId });
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <div className="flex flex-col gap-5">
      <SearchInput label="Find a learner by name or e-mail" value={search} onSearch={setSearch} />
      {query.isPending && <SkeletonText lines={4} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && runs.length === 0 && (
        <EmptyState icon={UserRoundSearch} title="Nobody found" className="px-0 py-6">
          {search ? 'Nobody of that name has been here.' : 'Nobody has gone through this automation yet.'}
        </EmptyState>
      )}
      <ul className="flex flex-col divide-y divide-line">
        {runs.map((run) => (
          <Lived
            key={run.id}
            run={run}
            busy={replay.isPending && replay.variables.runId === run.id}
            onChoose={choose}
          />
        ))}
      </ul>
      {failure !== null && <TryingFailed failure={failure} onProblems={onProblems} />}
      {replay.data && (
        <Replayed key={replay.submittedAt} report={replay.data} runId={replay.variables.runId} />
      )}
    </div>
  );
}

interface LivedProps {
  run: RunSummary;
  busy: boolean;
  onChoose(runId: string): Promise<void>;
}

function Lived({ run, busy, onChoose }: LivedProps) {
  return (
    <li className="flex items-center justify-between gap-3 py-2.5 text-sm">
      <span className="min-w-0">
        <span className="block truncate font-medium">{run.learnerName}</span>
        <span className="block truncate text-ink-soft">
          {run.learnerEmail} · since <Moment at={run.startedAt} style="day" />
        </span>
      </span>
      <Button
        size="sm"
        busy={busy}
        aria-label={`Try the draft on ${run.learnerName}`}
        onClick={() => void onChoose(run.id)}
      >
        Try
      </Button>
    </li>
  );
}

function Replayed({ report, runId }: { report: ReplayReport; runId: string }) {
  const { learnerName, learnerZone, entries, visits, differences, same, was, now } = report;
  const playback = useMemo(
    () => ({ whose: learnerName, zone: learnerZone, entries, visits }),
    [learnerName, learnerZone, entries, visits],
  );
  const past = differences.filter(({ what }) => what !== 'only-now');
  const mails = (count: number) => (count === 1 ? '1 mail' : `${count} mails`);
  return (
    <TimeReader zone={learnerZone}>
      <section
        aria-label={`The draft for ${learnerName}`}
        className="flex flex-col gap-3 rounded-lg bg-sunken p-4 text-sm"
      >
        <h3 className="font-semibold">What the draft would have done for {learnerName}</h3>
        <p>
          Really (version {was.version}): {mails(was.messages)}. With the draft: {mails(now.messages)}.
        </p>
        <p role="status">
          {differences.length === 0
            ? `All ${same} steps would have gone as they went.`
            : `${same} steps as they went, ${differences.length} otherwise${past.length === 0 ? ', all of them new' : ''}.`}
        </p>
        <ul className="flex flex-col gap-2">
          {differences.slice(0, 20).map((difference, index) => (
            <Difference key={index} difference={difference} />
          ))}
        </ul>
        {differences.length > 20 && <p className="text-ink-soft">and {differences.length - 20} more.</p>}
        <ByHand deeds={report.byHand} />
        <p className="text-ink-soft">{report.assumptions.join(' ')}</p>
      </section>
      <Played playback={playback} reader={{ name: learnerName, runId }} />
    </TimeReader>
  );
}

/** What operators did to the run, and whether they would have done it here. */
function ByHand({ deeds }: { deeds: ReplayReport['byHand'] }) {
  if (deeds.length === 0) return null;
  return (
    <section aria-label="What operators did" className="flex flex-col gap-2">
      <h4 className="font-medium">What operators did</h4>
      <ul className="flex flex-col gap-2">
        {deeds.map(({ at, did, notTaken }, index) => (
          <li key={index}>
            <Moment at={at} />: {did}{' '}
            <span className="text-ink-soft">
              {notTaken === null ? 'Done here as well.' : `Left out here. ${notTaken}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const WHAT: Record<ReplayReport['differences'][number]['what'], string> = {
  earlier: 'earlier',
  later: 'later',
  'other-way': 'another way',
  'only-then': 'not any more',
  'only-now': 'new',
};

function Difference({
  difference: { stepId, title, what, was, now },
}: {
  difference: ReplayReport['differences'][number];
}) {
  const step = useEditor((state) => state.document.definition.steps[stepId]);
  const jump = useEditor((state) => state.jump);
  const way = (port: string | null) => (port === null ? '' : `“${step ? sayPort(step, port) : port}”`);
  return (
    <li>
      <button
        type="button"
        className="font-medium underline disabled:no-underline"
        disabled={!step}
        onClick={() => jump(stepId)}
      >
        {title}
      </button>
      : {WHAT[what]}
      {what === 'other-way' && ` (${way(was?.port ?? null)} before, now ${way(now?.port ?? null)})`}
      {(what === 'earlier' || what === 'later') && (
        <span className="text-ink-soft">
          {' '}
          (left {was?.leftAt ? <Moment at={was.leftAt} /> : 'not yet'} before, now{' '}
          {now?.leftAt ? <Moment at={now.leftAt} /> : 'not yet'})
        </span>
      )}
    </li>
  );
}
