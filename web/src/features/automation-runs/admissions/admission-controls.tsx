import type { AdmissionDetail, ControlAdmission } from '@gradus/contracts';
import { useState } from 'react';
import { useControlAdmission } from '../../../api/entering/admissions.ts';
import { Button } from '../../../ui/control/button.tsx';
import { ReasonDialog } from '../../../ui/overlay/reason-dialog.tsx';

type Action = ControlAdmission['action'];

const WORDS: Record<Action, { button: string; title: string; description: string }> = {
  pause: {
    button: 'Pause',
    title: 'Pause letting people in?',
    description: 'Who is inside goes on. The others wait until you go on.',
  },
  resume: {
    button: 'Go on',
    title: 'Go on letting people in?',
    description: 'The rest enters at the rate that was chosen.',
  },
  stop: {
    button: 'Stop',
    title: 'Stop letting people in?',
    description: 'Who is inside goes on; the others stay out. This cannot be taken back.',
  },
};

/** Pause, go on, stop; nothing once it is over. */
export function AdmissionControls({ admission }: { admission: AdmissionDetail }) {
  const [asked, setAsked] = useState<Action | null>(null);
  const control = useControlAdmission(admission.automationId, admission.id);
  if (admission.state === 'done' || admission.state === 'stopped') return null;
  const actions: Action[] = [admission.state === 'open' ? 'pause' : 'resume', 'stop'];
  return (
    <>
      {actions.map((action) => (
        <Button key={action} size="sm" onClick={() => setAsked(action)}>
          {WORDS[action].button}
        </Button>
      ))}
      {asked && (
        <ReasonDialog
          open
          onOpenChange={() => setAsked(null)}
          title={WORDS[asked].title}
          description={WORDS[asked].description}
          action={WORDS[asked].button}
          danger={asked === 'stop'}
          onSubmit={(reason) => control.mutateAsync({ action: asked, reason })}
        />
      )}
    </>
  );
}
