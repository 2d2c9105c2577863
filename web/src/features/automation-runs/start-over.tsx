import { type RunDetail, StartRunOver } from '@gradus/contracts';
import type { Definition } from '@gradus/flow';
import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowRight, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useStartRunOver } from '../../api/runs.ts';
import { Button, buttonStyle } from '../../ui/control/button.tsx';
import { ReasonDialog } from '../../ui/overlay/reason-dialog.tsx';
import { notify } from '../../ui/overlay/toast.tsx';
import { PreviewOfStartOver } from './commands/command-preview.tsx';
import { type Effects, EffectsChoice } from '../../orders/effects-choice.tsx';
import { StepField } from './commands/step-field.tsx';

/** Of a run that has ended: the way to the one that took its place, or the button that starts one. */
export function StartOver({ run }: { run: RunDetail }) {
  const [asking, setAsking] = useState(false);
  if (run.restartedAs)
    return (
      <Link to="/runs/$runId" params={{ runId: run.restartedAs }} className={buttonStyle()}>
        The run that took its place <ArrowRight aria-hidden />
      </Link>
    );
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <RotateCcw aria-hidden /> Start over
      </Button>
      {asking && <StartOverDialog run={run} onClose={() => setAsking(false)} />}
    </>
  );
}

function StartOverDialog({ run, onClose }: { run: RunDetail; onClose(): void }) {
  const [stepId, setStepId] = useState<string | null>(null);
  const [effects, setEffects] = useState<Effects>('reuse');
  const start = useStartRunOver(run.id);
  const navigate = useNavigate();
  const submit = async (reason: string) => {
    const { runId } = await start.mutateAsync({ stepId, effects, reason });
    notify.good({ title: `${run.learnerName} goes through it again`, detail: 'This is the new run.' });
    void navigate({ to: '/runs/$runId', params: { runId } });
  };
  return (
    <ReasonDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Start over for ${run.learnerName}?`}
      description="A run of its own takes the place of this one, in the live version. This one stays as it ended."
      action="Start over"
      placeholder="For example: ended by mistake"
      field={StartRunOver.shape.reason}
      onSubmit={submit}
    >
      <StepField
        definition={run.definition as Definition}
        label="From where"
        value={stepId}
        none="From the beginning"
        onChange={setStepId}
      />
      <EffectsChoice value={effects} onChange={setEffects} />
      <PreviewOfStartOver runId={run.id} request={{ stepId, effects }} />
    </ReasonDialog>
  );
}
