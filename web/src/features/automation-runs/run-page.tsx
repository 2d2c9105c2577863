import type { RunDetail } from '@gradus/contracts';
import type { Definition, Layout } from '@gradus/flow';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { automationQuery } from '../../api/automations.ts';
import { useLive } from '../../api/live.ts';
import { runKeys, runQuery } from '../../api/runs.ts';
import { DrawingView } from '../../canvas/drawing-view.tsx';
import { queryOverlay } from '../../canvas/marks.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton, SkeletonText } from '../../ui/skeleton.tsx';
import { TimeReader } from '../../ui/time/moment.tsx';
import { RunHeader } from './run-header.tsx';
import { currentVisits, runMarks } from './run-marks.ts';
import { RunPanel } from './run-panel.tsx';

/** One learner's way through an automation: where, since when, until when, why; and what can be done about it. */
export function RunPage() {
  const { runId } = useParams({ from: '/runs/$runId' });
  useLive({ [`run:${runId}`]: [runKeys.detail(runId)] });
  const run = useQuery(runQuery(runId));
  if (run.data) return <RunView run={run.data} />;
  if (run.isError)
    return <ErrorState error={run.error} onRetry={() => void run.refetch()} retrying={run.isFetching} />;
  return (
    <div aria-busy className="flex h-[calc(100dvh-3.5rem)] flex-col gap-4 p-6">
      <Skeleton className="h-8 w-80 max-w-full" />
      <Skeleton className="h-5 w-120 max-w-full" />
      <div className="grid flex-1 gap-6 lg:grid-cols-[1fr_24rem]">
        <Skeleton className="rounded-xl" />
        <SkeletonText lines={8} />
      </div>
    </div>
  );
}

const noCatalogue = { modules: [], courseTitle: null };

function RunView({ run }: { run: RunDetail }) {
  const catalogue = useQuery(automationQuery(run.automationId)).data?.catalogue ?? noCatalogue;
  const client = useQueryClient();
  const overlay = useMemo(() => queryOverlay(client, runQuery(run.id), runMarks), [client, run.id]);
  const firstHere = currentVisits(run.visits)[0]?.stepId ?? null;
  const [selectedId, select] = useState<string | null>(null);
  const [focus, setFocus] = useState(() => (firstHere ? { stepId: firstHere, nonce: 0 } : null));
  const actions = useMemo(() => ({ select }), []);
  const jump = (stepId: string) => {
    select(stepId);
    setFocus((last) => ({ stepId, nonce: (last?.nonce ?? 0) + 1 }));
  };
  const atSpeed = run.speed !== 1;
  return (
    <TimeReader zone={run.learnerZone} now={atSpeed ? new Date(run.virtualNow) : undefined}>
      <title>{`${run.learnerName} · ${run.automationName} · Gradus`}</title>
      <div className="flex flex-col lg:h-[calc(100dvh-3.5rem)]">
        <RunHeader run={run} onJump={firstHere ? () => jump(firstHere) : null} />
        <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
          <div className="h-[70dvh] min-w-0 shrink-0 max-lg:order-last max-lg:border-t max-lg:border-line lg:h-auto lg:flex-1">
            <DrawingView
              mode="run"
              definition={run.definition as Definition}
              layout={run.layout as Layout}
              catalogue={catalogue}
              overlay={overlay}
              selectedId={selectedId}
              actions={actions}
              focus={focus}
            />
          </div>
          <RunPanel run={run} selectedId={selectedId} onSelect={jump} onClear={() => select(null)} />
        </div>
      </div>
    </TimeReader>
  );
}
