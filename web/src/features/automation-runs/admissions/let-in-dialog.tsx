import { StartAdmission } from '@gradus/contracts';
import { useState } from 'react';
import { useStartAdmission, useStartRun } from '../../../api/entering/admissions.ts';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { ReasonDialog } from '../../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../../ui/overlay/toast.tsx';
import { PreviewOfAdmission } from './admission-preview.tsx';
import { whoOf } from './people-to-admit.ts';
import type { WhoDraft } from './people-to-admit.ts';
import { WhoFields } from './who-fields.tsx';

const NOBODY: WhoDraft = { kind: 'one', userId: null, addresses: '', segmentId: null };

type Rate = '20' | '120' | '1200';

const rates: { value: Rate; label: string; hint?: string }[] = [
  { value: '20', label: '20 a minute', hint: 'Gentle: for what sends mail at once' },
  { value: '120', label: '120 a minute' },
  { value: '1200', label: '1,200 a minute', hint: 'As fast as is sensible' },
];

interface LetInDialogProps {
  automationId: string;
  hasCourse: boolean;
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Lets one person or many into an automation by hand; says first who that would be. */
export function LetInDialog({ automationId, hasCourse, open, onOpenChange }: LetInDialogProps) {
  const [draft, setDraft] = useState(NOBODY);
  const [rate, setRate] = useState<Rate>('120');
  const startRun = useStartRun(automationId);
  const startAdmission = useStartAdmission(automationId);
  const who = whoOf(draft);
  const submit = async (reason: string) => {
    if (who === null) throw new Error('Say first who is to be let in.');
    if (draft.kind === 'one' && draft.userId) {
      await startRun.mutateAsync({ userId: draft.userId, reason });
      notify.good({ title: 'The run has begun' });
    } else {
      const { total } = await startAdmission.mutateAsync({ who, ratePerMinute: Number(rate), reason });
      notify.good({ title: `${total} people are being let in`, detail: 'You can pause or stop it below.' });
    }
    setDraft(NOBODY);
  };
  return (
    <ReasonDialog
      open={open}
      onOpenChange={onOpenChange}
      field={StartAdmission.shape.reason}
      title="Let people in"
      description="They begin at the start of the live version. How often somebody may enter is decided by the automation’s settings, also here."
      action="Let in"
      placeholder="They asked for it on the phone."
      onSubmit={submit}
    >
      <WhoFields draft={draft} hasCourse={hasCourse} onChange={setDraft} />
      {draft.kind !== 'one' && (
        <FormField label="How fast">
          <Select choices={rates} value={rate} onChange={(next) => setRate(next)} />
        </FormField>
      )}
      {who !== null && <PreviewOfAdmission automationId={automationId} who={who} />}
    </ReasonDialog>
  );
}
