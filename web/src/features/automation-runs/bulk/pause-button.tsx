import { PauseAutomation, type PreviewResume, ResumeAutomation } from '@gradus/contracts';
import { useQuery } from '@tanstack/react-query';
import { CirclePause, CirclePlay } from 'lucide-react';
import { useState } from 'react';
import {
  automationPauseQuery,
  resumePreviewQuery,
  usePauseAutomation,
  useResumeAutomation,
} from '../../../api/ordering/bulk.ts';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { ReasonDialog } from '../../../ui/overlay/reason-dialog.tsx';
import { HOLD_WORDS } from '../../../orders/pause-words.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { PreviewOfBulk } from '../../../orders/preview-of-bulk.tsx';

type Hold = 'freeze' | 'holdEffects';
type Overdue = NonNullable<PreviewResume['overdue']>;

const holds: { value: Hold; label: string; hint: string }[] = [
  {
    value: 'freeze',
    label: 'Stop the clocks',
    hint: 'Nobody moves; what was left to wait is left when it goes on',
  },
  {
    value: 'holdEffects',
    label: 'Hold back what is sent',
    hint: 'Clocks run and modules open; mails and effects wait',
  },
];

const policies: { value: Overdue; label: string; hint: string }[] = [
  { value: 'spread', label: 'Send all, spread over an hour', hint: 'Each learner’s in their order' },
  { value: 'latestOnly', label: 'Only the latest of each learner', hint: 'Earlier ones are left out' },
  {
    value: 'skipStale',
    label: 'Leave out what is stale',
    hint: 'Past its validity, or more than a day late',
  },
];

/** Pauses all of an automation, or ends its pause; who enters meanwhile begins paused. */
export function PauseButton({ automationId }: { automationId: string }) {
  const [open, setOpen] = useState(false);
  const { data } = useQuery(automationPauseQuery(automationId));
  if (!data) return null;
  const { paused, settings } = data;
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        {paused ? <CirclePlay aria-hidden /> : <CirclePause aria-hidden />}
        {paused ? 'Resume all' : 'Pause all'}
      </Button>
      {open && paused && (
        <ResumeDialog automationId={automationId} policy={settings.overdue} onClose={() => setOpen(false)} />
      )}
      {open && !paused && (
        <PauseDialog automationId={automationId} hold={settings.hold} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

/** That it is paused, since when and by whom; nothing while it is not. */
export function PausedNotice({ automationId }: { automationId: string }) {
  const paused = useQuery(automationPauseQuery(automationId)).data?.paused;
  if (!paused) return null;
  return (
    <Notice tone="warn" title="This automation is paused">
      Since <Moment at={paused.since} />
      {paused.by && `, by ${paused.by}`}. {HOLD_WORDS[paused.hold]}
    </Notice>
  );
}

interface DialogProps {
  automationId: string;
  onClose(): void;
}

function PauseDialog({ automationId, hold: usual, onClose }: DialogProps & { hold: Hold }) {
  const [hold, setHold] = useState(usual);
  const pause = usePauseAutomation(automationId);
  return (
    <ReasonDialog
      open
      onOpenChange={onClose}
      title="Pause the whole automation?"
      description="Everybody inside is paused, and who enters meanwhile begins paused: with stopped clocks even the first module waits."
      action="Pause all"
      field={PauseAutomation.shape.reason}
      onSubmit={(reason) => pause.mutateAsync({ hold, reason })}
    >
      <FormField label="What stops">
        <Select choices={holds} value={hold} onChange={(next) => setHold(next)} />
      </FormField>
    </ReasonDialog>
  );
}

function ResumeDialog({ automationId, policy: usual, onClose }: DialogProps & { policy: Overdue }) {
  const [overdue, setOverdue] = useState(usual);
  const resume = useResumeAutomation(automationId);
  const preview = useQuery(resumePreviewQuery(automationId, { overdue }));
  return (
    <ReasonDialog
      open
      onOpenChange={onClose}
      title="Resume the whole automation?"
      description="Runs that were paused on their own stay paused."
      action="Resume all"
      field={ResumeAutomation.shape.reason}
      onSubmit={(reason) => resume.mutateAsync({ overdue, reason })}
    >
      <FormField label="What has come due meanwhile">
        <Select choices={policies} value={overdue} onChange={(next) => setOverdue(next)} />
      </FormField>
      <PreviewOfBulk preview={preview} />
    </ReasonDialog>
  );
}
