import { DelegateTask, type TaskItem } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { staffQuery, useDelegateTask } from '../../api/acting/tasks.ts';
import { ROLE_WORDS } from '../../canvas/words/person-words.ts';
import { Button } from '../../ui/control/button.tsx';
import { Combobox } from '../../ui/control/combobox.tsx';
import { FormField } from '../../ui/control/form-field.tsx';
import { Input } from '../../ui/control/input.tsx';
import { sentenceOf } from '../../ui/error-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Dialog } from '../../ui/overlay/dialog.tsx';
import { notify } from '../../ui/overlay/toast.tsx';

interface DelegateDialogProps {
  task: TaskItem;
  open: boolean;
  onOpenChange(open: boolean): void;
}

const { maxLength: LONGEST } = DelegateTask.shape.reason.unwrap();

/** Somebody else sees to it from now on, and is told so. */
export function DelegateDialog({ task, open, onOpenChange }: DelegateDialogProps) {
  const staff = useQuery({ ...staffQuery, enabled: open });
  const [to, setTo] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const delegate = useDelegateTask(task.id);
  const choices = (staff.data?.people ?? [])
    .filter(({ id }) => id !== task.assignee?.id)
    .map(({ id, name, role }) => ({ value: id, label: name, hint: ROLE_WORDS[role] }));
  const submit = () => {
    if (to === null) return;
    delegate.mutate(
      { to, ...(reason.trim() !== '' && { reason: reason.trim() }) },
      {
        onSuccess: (changed) => {
          notify.good({ title: `Handed on to ${changed.assignee?.name ?? 'them'}` });
          onOpenChange(false);
        },
      },
    );
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Hand on to somebody"
      description="They are told by mail and in-app. The date by which it is due stays."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" busy={delegate.isPending} disabled={to === null} onClick={submit}>
            Hand on
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <FormField label="To" error={staff.isError ? sentenceOf(staff.error) : null}>
          <Combobox choices={choices} value={to} onChange={setTo} nothingFound="Nobody of that name." />
        </FormField>
        <FormField label="Reason" optional hint="Kept in the audit log.">
          <Input
            maxLength={LONGEST ?? undefined}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </FormField>
        {delegate.isError && <Notice tone="bad">{sentenceOf(delegate.error)}</Notice>}
      </div>
    </Dialog>
  );
}
