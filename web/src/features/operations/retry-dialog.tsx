import { RetryWork, type WorkGroup } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { useRetryWork } from '../../api/operations.ts';
import { bulkPreviewQuery, useStartBulk } from '../../api/ordering/bulk.ts';
import { PreviewOfBulk } from '../../orders/preview-of-bulk.tsx';
import { ReasonDialog } from '../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../ui/overlay/toast.tsx';

export type RetryTarget =
  | { kind: 'all'; count: number; noun: string }
  | { kind: 'some'; itemIds: string[]; noun: string }
  | { kind: 'one'; itemId: string; label: string };

const RETRIES_A_SECOND = 20;

interface RetryDialogProps {
  group: WorkGroup;
  target: RetryTarget | null;
  onClose(): void;
  /** After one, or some, were sent on their way. */
  onRetried?(itemIds: readonly string[]): void;
}

function sayTarget(target: RetryTarget): string {
  if (target.kind === 'one') return `Retry ${target.label}?`;
  if (target.kind === 'some') return `Retry the ${target.itemIds.length} ${target.noun} you chose?`;
  return `Retry all ${target.count} ${target.noun}?`;
}

function sayAction(target: RetryTarget | null): string {
  const count = target?.kind === 'all' ? target.count : target?.kind === 'some' ? target.itemIds.length : 1;
  return count > 1 ? `Retry ${count}` : 'Retry';
}

export function RetryDialog({ group, target, onClose, onRetried }: RetryDialogProps) {
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
    const itemIds = target.kind === 'one' ? [target.itemId] : target.itemIds;
    const answer = await retry.mutateAsync({ reason, itemIds });
    onRetried?.(itemIds);
    notify.good({
      title: answer.retried === 1 ? '1 retried' : `${answer.retried} retried`,
      detail: answer.notice,
    });
  };
  return (
    <ReasonDialog
      open={target !== null}
      onOpenChange={(open) => !open && onClose()}
      title={target && sayTarget(target)}
      description={
        group.state === 'unknown'
          ? 'Nobody knows yet whether the last attempt went through. Each carries the same key as before, so the receiver can tell it has seen it.'
          : target?.kind === 'all'
            ? 'This is what it would do now.'
            : target?.kind === 'some'
              ? 'They are tried again now, each with the key it had before: what already happened does not happen twice.'
              : 'It is tried again now, with the key it had before: what already happened does not happen twice.'
      }
      action={sayAction(target)}
      placeholder="For example: the mail server is back"
      field={RetryWork.shape.reason}
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
