import type { PersonWaiting } from '@gradus/contracts';
import { Link } from '@tanstack/react-router';
import { CalendarClock, FastForward, LogOut, RotateCw } from 'lucide-react';
import { useState } from 'react';
import type { PutOff } from '../../../orders/put-off.ts';
import { PutOffFields } from '../../../orders/put-off-fields.tsx';
import { Button } from '../../../ui/control/button.tsx';
import { SimulatedBadge, Status, type StatusLook } from '../../../ui/status.tsx';
import { Moment, TimeReader } from '../../../ui/time/moment.tsx';
import { CommandDialog, type Order } from '../commands/command-dialog.tsx';

const STATES: Record<PersonWaiting['state'], { look: StatusLook; word: string }> = {
  running: { look: 'running', word: 'Running' },
  waiting: { look: 'waiting', word: 'Waiting' },
  blocked: { look: 'blocked', word: 'Blocked' },
  held: { look: 'held', word: 'Paused' },
};

type Deed = 'releaseNow' | 'postpone' | 'retry' | 'exit';

interface PersonHereProps {
  person: PersonWaiting;
  stepId: string;
  /** Null: nobody can be chosen here. */
  chosen: boolean | null;
  onChoose(on: boolean): void;
}

/** One learner at the step, with what can be done about them at hand. */
export function PersonHere({ person, stepId, chosen, onChoose }: PersonHereProps) {
  const [deed, setDeed] = useState<Deed | null>(null);
  const { look, word } = STATES[person.state];
  const now = person.virtualNow === null ? undefined : new Date(person.virtualNow);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3 text-sm first:pt-0">
      {chosen !== null && (
        <input
          type="checkbox"
          className="mt-1 size-4 accent-accent"
          aria-label={`Choose ${person.who}`}
          checked={chosen}
          onChange={(event) => onChoose(event.target.checked)}
        />
      )}
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-2">
          <Link
            to="/runs/$runId"
            params={{ runId: person.runId }}
            className="font-medium text-accent hover:underline"
          >
            {person.who}
          </Link>
          <Status look={look}>{word}</Status>
          {person.simulated && <SimulatedBadge />}
          <span className="text-ink-soft">version {person.version}</span>
        </p>
        {person.because.map((text) => (
          <p key={text} className="break-words">
            {text}
          </p>
        ))}
        <TimeReader zone={person.zone} now={now}>
          <p className="text-ink-soft">
            Since <Moment at={person.since} />
            {person.until && (
              <>
                , until <Moment at={person.until} distance="beside" />
              </>
            )}{' '}
            ({person.zone})
          </p>
        </TimeReader>
      </div>
      <Deeds person={person} onDeed={setDeed} />
      {deed && <DeedDialog person={person} stepId={stepId} deed={deed} onClose={() => setDeed(null)} />}
    </li>
  );
}

function Deeds({ person, onDeed }: { person: PersonWaiting; onDeed(deed: Deed): void }) {
  const waits = person.state === 'waiting';
  return (
    <div className="flex flex-wrap gap-1">
      {person.state === 'blocked' && (
        <Button size="sm" variant="quiet" aria-label={`Retry ${person.who}`} onClick={() => onDeed('retry')}>
          <RotateCw aria-hidden /> Retry
        </Button>
      )}
      {waits && (
        <Button
          size="sm"
          variant="quiet"
          aria-label={`Let ${person.who} go on now`}
          onClick={() => onDeed('releaseNow')}
        >
          <FastForward aria-hidden /> Go on now
        </Button>
      )}
      {waits && (
        <Button
          size="sm"
          variant="quiet"
          aria-label={`Put ${person.who} off`}
          onClick={() => onDeed('postpone')}
        >
          <CalendarClock aria-hidden /> Put off
        </Button>
      )}
      <Button
        size="sm"
        variant="quiet"
        aria-label={`End the run of ${person.who}`}
        onClick={() => onDeed('exit')}
      >
        <LogOut aria-hidden /> End
      </Button>
    </div>
  );
}

interface DeedDialogProps {
  person: PersonWaiting;
  stepId: string;
  deed: Deed;
  onClose(): void;
}

function DeedDialog({ person, stepId, deed, onClose }: DeedDialogProps) {
  const [putOff, setPutOff] = useState<PutOff | null>({ kind: 'by', amount: 1, unit: 'days' });
  return (
    <CommandDialog
      runId={person.runId}
      asked={deed}
      command={orderOf(deed, { stepId, visit: person.visit }, putOff)}
      onClose={onClose}
    >
      {deed === 'postpone' && <PutOffFields zone={person.zone} onChange={setPutOff} />}
    </CommandDialog>
  );
}

function orderOf(deed: Deed, at: { stepId: string; visit: number }, putOff: PutOff | null): Order | null {
  if (deed === 'exit') return { name: 'exit' };
  if (deed === 'postpone') return putOff && { name: 'postpone', to: putOff, ...at };
  return { name: deed, ...at };
}
