import type { AutomationDetail } from '@gradus/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { automationQuery } from '../../api/automations.ts';
import { useMe } from '../../api/session.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { createEditorStore } from './store/editor-store.ts';
import { EditorContext } from './store/editor-context.tsx';
import { DraftEditor } from './draft-editor.tsx';
import { CompareView } from './versions/compare-view.tsx';
import { LiveView } from './live/live-view.tsx';

/** One automation: its draft to edit, or its live version to watch. */
export function AutomationPage() {
  const { automationId } = useParams({ from: '/automations/$automationId' });
  /** What is edited must be what the server has now, not what this tab read a while ago. */
  const automation = useQuery({ ...automationQuery(automationId), refetchOnMount: 'always' });
  if (automation.data && (automation.isFetchedAfterMount || !automation.isFetching)) {
    return <AutomationView key={automationId} automation={automation.data} />;
  }
  if (automation.isError) {
    return (
      <ErrorState
        error={automation.error}
        onRetry={() => void automation.refetch()}
        retrying={automation.isFetching}
      />
    );
  }
  return (
    <div aria-busy className="flex h-[calc(100dvh-3.5rem)] flex-col">
      <div className="flex items-center gap-4 border-b border-line px-6 py-4">
        <Skeleton className="h-7 w-64" />
        <Skeleton className="ml-auto h-9 w-72 max-sm:hidden" />
      </div>
      <Skeleton className="h-11 rounded-none" />
      <div className="flex flex-1 flex-col items-center gap-16 pt-16">
        <Skeleton className="h-22 w-72 rounded-xl" />
        <Skeleton className="h-22 w-72 rounded-xl" />
        <Skeleton className="h-22 w-72 rounded-xl" />
      </div>
    </div>
  );
}

function AutomationView({ automation }: { automation: AutomationDetail }) {
  const client = useQueryClient();
  const { show, step, from, to } = useSearch({ from: '/automations/$automationId' });
  const mayEdit = useMe()?.role !== 'ops';
  const [store] = useState(() =>
    createEditorStore({
      automation,
      onSaved: (draft) =>
        client.setQueryData(automationQuery(automation.id).queryKey, (known) => known && { ...known, draft }),
    }),
  );
  const scope = useMemo(() => ({ store, automation }), [store, automation]);
  const live = show === 'live' || !mayEdit;
  return (
    <EditorContext value={scope}>
      <title>{`${automation.name} · Gradus`}</title>
      {show === 'compare' ? (
        <CompareView mayEdit={mayEdit} from={from ?? null} to={to ?? null} />
      ) : live ? (
        <LiveView mayEdit={mayEdit} firstStep={step ?? null} />
      ) : (
        <DraftEditor firstStep={step ?? null} />
      )}
    </EditorContext>
  );
}
