import { NoteWork, type WorkGroup } from '@gradus/contracts';
import { useNoteWork } from '../../api/operations.ts';
import { ReasonDialog } from '../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../ui/overlay/toast.tsx';
import type { RetryTarget } from './retry-dialog.tsx';

interface NoteDialogProps {
  group: WorkGroup;
  target: RetryTarget | null;
  onClose(): void;
}

const WORDS = {
  late: {
    description:
      'Nothing is undone by this. It says that you have looked at what was done and it may stand, or that you have put it right.',
    placeholder: 'For example: the certificate may stand',
  },
  returned: {
    description:
      'No money moves by this. It says that you have refunded the payment again, or settled it with the person otherwise.',
    placeholder: 'For example: paid by bank transfer',
  },
};

/** What was done too late stands, and money that came back is settled; whoever has seen to it says so, and it leaves the list. */
export function NoteDialog({ group, target, onClose }: NoteDialogProps) {
  const words = group.state === 'returned' ? WORDS.returned : WORDS.late;
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
      title={
        target?.kind === 'one'
          ? `Note ${target.label}?`
          : `Note all ${target?.kind === 'all' ? target.count : 0}?`
      }
      description={words.description}
      action="Note"
      placeholder={words.placeholder}
      field={NoteWork.shape.reason}
      onSubmit={submit}
    />
  );
}
