import { useState } from 'react';
import { Button } from '../control/button.tsx';
import type { ReasonLimits } from './reason.ts';
import { ReasonDialog } from './reason-dialog.tsx';

type Action = 'pause' | 'resume' | 'stop';

/** What is asked before each. */
export type ControlWords = Record<Action, { title: string; description: string }>;

const BUTTONS: Record<Action, string> = { pause: 'Pause', resume: 'Go on', stop: 'Stop' };

interface WorkControlsProps {
  state: 'open' | 'running' | 'paused' | 'stopped' | 'done';
  words: ControlWords;
  /** Which work it is, for whoever does not see what the buttons stand beside. */
  about?: string;
  /** The field of the request that the reason goes into. */
  field: ReasonLimits;
  onControl(control: { action: Action; reason: string }): Promise<unknown>;
}

/** Pause, go on, stop: of work that goes on by itself. Nothing once it is over. */
export function WorkControls({ state, words, about, field, onControl }: WorkControlsProps) {
  const [asked, setAsked] = useState<Action | null>(null);
  if (state === 'done' || state === 'stopped') return null;
  const possible: Action[] = [state === 'paused' ? 'resume' : 'pause', 'stop'];
  return (
    <>
      {possible.map((action) => (
        <Button key={action} size="sm" onClick={() => setAsked(action)}>
          {BUTTONS[action]}
          {about && <span className="sr-only"> {about}</span>}
        </Button>
      ))}
      {asked && (
        <ReasonDialog
          open
          onOpenChange={() => setAsked(null)}
          {...words[asked]}
          action={BUTTONS[asked]}
          danger={asked === 'stop'}
          field={field}
          onSubmit={(reason) => onControl({ action: asked, reason })}
        />
      )}
    </>
  );
}
