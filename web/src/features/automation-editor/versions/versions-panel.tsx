import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { automationKeys, versionsQuery } from '../../../api/automations.ts';
import { useLive } from '../../../api/live.ts';
import { migrationKeys } from '../../../api/publishing/migrations.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { MoreButton } from '../../../ui/more-button.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';
import { Badge, Status } from '../../../ui/status.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { DraftEdits } from '../history/draft-edits.tsx';
import { useEditorScope } from '../store/editor-context.tsx';
import { Panel } from '../panels/panel.tsx';
import { Migrations } from './migrations.tsx';

export function VersionsPanel({ onClose }: { onClose(): void }) {
  const { automation } = useEditorScope();
  const query = useInfiniteQuery(versionsQuery(automation.id));
  const { id } = automation;
  useLive({ [`automation:${id}`]: [migrationKeys.of(id), automationKeys.versions(id)] });
  const versions = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel
      title="Versions"
      description="What was published never changes. Learners stay on theirs unless publishing takes them over."
      onClose={onClose}
    >
      {query.isPending && <SkeletonText lines={6} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && versions.length === 0 && (
        <EmptyState icon={History} title="Nothing published yet" className="px-0 py-6">
          Every published version is kept here, with its note and the number of learners inside.
        </EmptyState>
      )}
      <Migrations />
      <ol className="flex flex-col divide-y divide-line">
        {versions.map((version) => (
          <li key={version.id} className="py-3.5 text-sm first:pt-0">
            <p className="flex flex-wrap items-center gap-2">
              <span className="text-base font-semibold">Version {version.number}</span>
              {version.live && <Status look="running">Live</Status>}
              <Badge>
                {version.openRuns === 1 ? '1 learner inside' : `${version.openRuns} learners inside`}
              </Badge>
            </p>
            {version.note && <p className="mt-1">{version.note}</p>}
            <p className="mt-1 text-ink-soft">
              <Moment at={version.publishedAt} distance="beside" />, {version.publishedBy}
            </p>
            <p className="mt-1 flex flex-wrap items-center gap-x-4">
              <code className="text-xs text-ink-soft" title={`Fingerprint of this drawing: ${version.hash}`}>
                {version.hash.slice(0, 12)}
              </code>
              <CompareLink from={version.id} to="draft">
                <span>
                  Compare<span className="sr-only"> version {version.number}</span> with the draft
                </span>
              </CompareLink>
              {!version.live && (
                <CompareLink from="draft" to={version.id}>
                  Go back<span className="sr-only"> to version {version.number}</span>
                </CompareLink>
              )}
            </p>
          </li>
        ))}
      </ol>
      <MoreButton {...query} />
      <DraftEdits />
    </Panel>
  );
}

interface CompareLinkProps {
  from: string;
  to: string;
  children: ReactNode;
}

/** To what differs between two versions. */
function CompareLink({ from, to, children }: CompareLinkProps) {
  const { automation } = useEditorScope();
  return (
    <Link
      to="/automations/$automationId"
      params={{ automationId: automation.id }}
      search={{ show: 'compare', from, to }}
      className="inline-flex min-h-6 items-center text-accent hover:underline"
    >
      {children}
    </Link>
  );
}
