import type { WorkGroup } from '@gradus/contracts';
import { useRetryWork } from '../../api/operations.ts';
import { ReasonDialog } from '../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../ui/overlay/toast.tsx';

export type RetryTarget =
  { kind: 'all'; count: number; noun: string } | { kind: 'one'; itemId: string; label: string };

interface RetryDialogProps {
  group: WorkGroup;
  target: RetryTarget | null;
  onClose(): void;
}

export function RetryDialog({ group, target, onClose }: RetryDialogProps) {
  const retry = useRetryWork(group.groupId);
  const submit = async (reason: string) => {
    const answer = await retry.mutateAsync({
      reason,
      ...(target?.kind === 'one' ? { itemIds: [target.itemId] } : {}),
    });
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
          : 'Each is tried again now, with the key it had before: what already happened does not happen twice.'
      }
      action={target?.kind === 'all' && target.count > 1 ? `Retry ${target.count}` : 'Retry'}
      placeholder="For example: the mail server is back"
      onSubmit={submit}
    />
  );
}
