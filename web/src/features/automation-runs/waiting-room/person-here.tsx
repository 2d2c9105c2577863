import type { PersonWaiting } from '@gradus/contracts';
import type { Definition } from '@gradus/flow';
import { Link } from '@tanstack/react-router';
import { CalendarClock, FastForward, LogOut, RotateCw, SkipForward } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { PutOff } from '../../../orders/put-off.ts';
import { PutOffFields } from '../../../orders/put-off-fields.tsx';
import { waysOut } from '../../../orders/ways-out.ts';
import { Button } from '../../../ui/control/button.tsx';
import { FormField } from '../../../ui/control/form-field.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { SimulatedBadge, Status, type StatusLook } from '../../../ui/status.tsx';
import { Moment, TimeReader } from '../../../ui/time/moment.tsx';
import { CommandDialog, type Order } from '../commands/command-dialog.tsx';
import { type Deed, deedsFor } from './deeds.ts';

const STATES: Record<PersonWaiting['state'], { look: StatusLook; word: string }> = {
  running: { look: 'running', word: 'Running' },
  waiting: { look: 'waiting', word: 'Waiting' },
  blocked: { look: 'blocked', word: 'Blocked' },
  held: { look: 'held', word: 'Paused' },
};

interface PersonHereProps {
  person: PersonWaiting;
  stepId: string;
  /** What they go through. Null: not at hand. */
  drawing: Pick<Definition, 'steps' | 'edges'> | null;
  /** It is not known yet whether there is a drawing, so nothing can be done. */
  reading: boolean;
  /** Null: nobody can be chosen here. */
  chosen: boolean | null;
  onChoose(on: boolean): void;
}

/** One learner at the step, with what can be done about them at hand. */
export function PersonHere({ person, stepId, drawing, reading, chosen, onChoose }: PersonHereProps) {
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
      {!reading && <Deeds person={person} deeds={deedsFor(person.state, stepId, drawing)} onDeed={setDeed} />}
      {deed && (
        <TimeReader zone={person.zone} now={now}>
          <DeedDialog
            person={person}
            stepId={stepId}
            drawing={drawing}
            deed={deed}
            onClose={() => setDeed(null)}
          />
        </TimeReader>
      )}
    </li>
  );
}

const DEEDS = {
  retry: { icon: RotateCw, word: 'Retry', sayOf: (who) => `Retry ${who}` },
  releaseNow: { icon: FastForward, word: 'Go on now', sayOf: (who) => `Let ${who} go on now` },
  skip: { icon: SkipForward, word: 'Skip', sayOf: (who) => `Skip the step for ${who}` },
  postpone: { icon: CalendarClock, word: 'Put off', sayOf: (who) => `Put ${who} off` },
  exit: { icon: LogOut, word: 'End', sayOf: (who) => `End the run of ${who}` },
} satisfies Record<Deed, { icon: LucideIcon; word: string; sayOf(who: string): string }>;

interface DeedsProps {
  person: PersonWaiting;
  deeds: readonly Deed[];
  onDeed(deed: Deed): void;
}

function Deeds({ person, deeds, onDeed }: DeedsProps) {
  return (
    <div className="flex flex-wrap gap-1">
      {deeds.map((deed) => {
        const { icon: Icon, word, sayOf } = DEEDS[deed];
        return (
          <Button
            key={deed}
            size="sm"
            variant="quiet"
            aria-label={sayOf(person.who)}
            onClick={() => onDeed(deed)}
          >
            <Icon aria-hidden /> {word}
          </Button>
        );
      })}
    </div>
  );
}

interface DeedDialogProps {
  person: PersonWaiting;
  stepId: string;
  drawing: PersonHereProps['drawing'];
  deed: Deed;
  onClose(): void;
}

function DeedDialog({ person, stepId, drawing, deed, onClose }: DeedDialogProps) {
  const [putOff, setPutOff] = useState<PutOff | null>({ kind: 'by', amount: 1, unit: 'days' });
  const ways = drawing === null ? [] : waysOut(drawing, stepId);
  const [port, setPort] = useState(ways[0]?.value ?? null);
  return (
    <CommandDialog
      runId={person.runId}
      asked={deed}
      command={orderOf(deed, { stepId, visit: person.visit }, { putOff, port })}
      onClose={onClose}
    >
      {deed === 'postpone' && <PutOffFields zone={person.zone} onChange={setPutOff} />}
      {deed === 'skip' && ways.length > 1 && (
        <FormField label="Which way does the learner go on?">
          <Select choices={ways} value={port} onChange={setPort} />
        </FormField>
      )}
    </CommandDialog>
  );
}

interface Chosen {
  putOff: PutOff | null;
  port: string | null;
}

function orderOf(deed: Deed, at: { stepId: string; visit: number }, { putOff, port }: Chosen): Order | null {
  if (deed === 'exit') return { name: 'exit' };
  if (deed === 'postpone') return putOff && { name: 'postpone', to: putOff, ...at };
  if (deed === 'skip') return { name: 'skip', ...(port === null ? {} : { port }), ...at };
  return { name: deed, ...at };
}
