import type { WorkGroup } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { useRetryWork } from '../../api/operations.ts';
import { bulkPreviewQuery, useStartBulk } from '../../api/ordering/bulk.ts';
import { PreviewOfBulk } from '../../orders/preview-of-bulk.tsx';
import { ReasonDialog } from '../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../ui/overlay/toast.tsx';

export type RetryTarget =
  { kind: 'all'; count: number; noun: string } | { kind: 'one'; itemId: string; label: string };

const RETRIES_A_SECOND = 20;

interface RetryDialogProps {
  group: WorkGroup;
  target: RetryTarget | null;
  onClose(): void;
}

export function RetryDialog({ group, target, onClose }: RetryDialogProps) {
  const retry = useRetryWork(group.groupId);
  const bulk = useStartBulk();
  const submit = async (reason: string) => {
    if (target === null) return;
    if (target.kind === 'all') {
      const { total } = await bulk.mutateAsync({
        target: { kind: 'work', groupId: group.groupId },
        order: { name: 'retry' },
        ratePerSecond: RETRIES_A_SECOND,
        reason,
      });
      notify.good({
        title: total === 1 ? '1 is retried' : `${total ?? 0} are retried`,
        detail: 'A few each second; you can pause or stop it in the list above.',
      });
      return;
    }
    const answer = await retry.mutateAsync({ reason, itemIds: [target.itemId] });
    notify.good({
      title: answer.retried === 1 ? '1 retried' : `${answer.retried} retried`,
      detail: answer.notice,
    });
  };
  return (
    <ReasonDialog
      open={target !== null}
      onOpenChange={(open) => !open && onClose()}
      title={
        target?.kind === 'one'
          ? `Retry ${target.label}?`
          : `Retry all ${target?.count ?? 0} ${target?.noun ?? ''}?`
      }
      description={
        group.state === 'unknown'
          ? 'Nobody knows yet whether the last attempt went through. Each carries the same key as before, so the receiver can tell it has seen it.'
          : target?.kind === 'one'
            ? 'It is tried again now, with the key it had before: what already happened does not happen twice.'
            : 'This is what it would do now.'
      }
      action={target?.kind === 'all' && target.count > 1 ? `Retry ${target.count}` : 'Retry'}
      placeholder="For example: the mail server is back"
      onSubmit={submit}
    >
      {target?.kind === 'all' && <PreviewOfGroup groupId={group.groupId} />}
    </ReasonDialog>
  );
}

/** What retrying all of a group would do, worked out before it is done. */
function PreviewOfGroup({ groupId }: { groupId: string }) {
  return <PreviewOfBulk preview={useQuery(bulkPreviewQuery({ kind: 'work', groupId }, { name: 'retry' }))} />;
}
