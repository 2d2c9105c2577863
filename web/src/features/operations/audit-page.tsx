import { type AuditEntry, sayAuditedAction } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ClipboardList } from 'lucide-react';
import { auditQuery } from '../../api/operations.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { AuditChainCard } from './audit-chain-card.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { SkeletonText } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import type { Column } from '../../ui/table.tsx';
import { Moment } from '../../ui/time/moment.tsx';

const columns: Column<AuditEntry>[] = [
  { key: 'at', title: 'When', cell: (entry) => <Moment at={entry.at} />, className: 'whitespace-nowrap' },
  { key: 'actor', title: 'Who', cell: (entry) => entry.actor, wide: true },
  {
    key: 'action',
    title: 'Did what',
    cell: (entry) => (
      <>
        <span className="font-medium" title={entry.action}>
          {sayAuditedAction(entry.action)}
        </span>
        <span className="block text-ink-soft md:hidden">{entry.actor}</span>
        {entry.name === null ? (
          <span className="block break-all text-ink-soft">{entry.subject}</span>
        ) : (
          <span className="block break-words text-ink-soft" title={entry.subject}>
            {entry.name}
          </span>
        )}
        {entry.reason && <span className="block text-ink-soft md:hidden">“{entry.reason}”</span>}
      </>
    ),
  },
  { key: 'reason', title: 'Why', cell: (entry) => entry.reason || '–', wide: true, className: 'max-w-96' },
];

export function AuditPage() {
  const audit = useInfiniteQuery(auditQuery);
  const entries = audit.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title="Audit log" width="wide">
      <PageHeader
        title="Audit log"
        description="Who did what, to whom, and why. Entries are never changed or removed."
      />
      <AuditChainCard />
      <Card>
        {audit.isPending && <SkeletonText className="p-6" lines={8} />}
        {audit.isError && <ErrorState error={audit.error} onRetry={() => void audit.refetch()} />}
        {audit.isSuccess && entries.length === 0 && (
          <EmptyState icon={ClipboardList} title="Nothing has been done by hand yet">
            Retries, skips, enrollments by hand, published versions and decided reviews are written here with
            their reasons.
          </EmptyState>
        )}
        {entries.length > 0 && (
          <Table
            caption="Audit log, newest first"
            columns={columns}
            rows={entries}
            rowKey={(entry) => entry.id}
          />
        )}
        <MoreButton {...audit} />
      </Card>
    </Page>
  );
}
