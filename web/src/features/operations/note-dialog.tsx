import type { WorkGroup } from '@gradus/contracts';
import { useNoteWork } from '../../api/operations.ts';
import { ReasonDialog } from '../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../ui/overlay/toast.tsx';
import type { RetryTarget } from './retry-dialog.tsx';

interface NoteDialogProps {
  group: WorkGroup;
  target: RetryTarget | null;
  onClose(): void;
}

/** What was done too late stands; whoever has seen to it says so, and it leaves the list. */
export function NoteDialog({ group, target, onClose }: NoteDialogProps) {
  const note = useNoteWork(group.groupId);
  const submit = async (reason: string) => {
    const answer = await note.mutateAsync({
      reason,
      ...(target?.kind === 'one' ? { itemIds: [target.itemId] } : {}),
    });
    notify.good({ title: 'Noted', detail: answer.notice });
  };
  return (
    <ReasonDialog
      open={target !== null}
      onOpenChange={(open) => !open && onClose()}
      title={target?.kind === 'one' ? `Note ${target.label}?` : `Note all ${target?.count ?? 0}?`}
      description="Nothing is undone by this. It says that you have looked at what was done and it may stand, or that you have put it right."
      action="Note"
      placeholder="For example: the certificate may stand"
      onSubmit={submit}
    />
  );
}
