import type { PersonWaiting } from '@gradus/contracts';
import type { Definition } from '@gradus/flow';
import { useInfiniteQuery } from '@tanstack/react-query';
import { DoorOpen } from 'lucide-react';
import { useState } from 'react';
import { waitingRoomQuery } from '../../../api/ordering/waiting-room.ts';
import { useMe } from '../../../api/session.ts';
import { BulkDialog } from '../../../orders/bulk-dialog.tsx';
import { type BulkName, namesFor } from '../../../orders/bulk-order.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Button } from '../../../ui/control/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { MoreButton } from '../../../ui/more-button.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';
import { fitsStep } from './deeds.ts';
import { PersonHere } from './person-here.tsx';

interface WaitingRoomProps {
  automationId: string;
  stepId: string;
  /** Of the live version. */
  drawing: Pick<Definition, 'steps' | 'edges'>;
  /** The number of the live version; null: there is none; undefined: not read yet. */
  version: number | null | undefined;
  /** One order to many of them. */
  mayOrder: boolean;
}

/** Who is at one step now: until when on their own clock, why, and what can be done about one or many. */
export function WaitingRoom({ automationId, stepId, drawing, version, mayOrder }: WaitingRoomProps) {
  const query = useInfiniteQuery(waitingRoomQuery(automationId, stepId));
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const here = people.filter(({ runId }) => chosen.has(runId)).map(({ runId }) => runId);
  const choose = (runId: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(runId);
    else next.delete(runId);
    setChosen(next);
  };
  return (
    <Card>
      <CardHeader
        title={`At “${drawing.steps[stepId]?.title ?? stepId}” now`}
        description="Who is due first comes first. Dates are on each learner’s own clock."
      />
      <CardBody className="flex flex-col gap-3">
        {query.isPending && <SkeletonText lines={5} />}
        {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.isSuccess && people.length === 0 && (
          <EmptyState icon={DoorOpen} title="Nobody is here right now" className="px-0 py-6">
            Whoever comes to this step is listed here, with the reason they wait.
          </EmptyState>
        )}
        {mayOrder && version !== undefined && people.length > 0 && (
          <ForMany
            people={people}
            chosen={here}
            onChoose={setChosen}
            automationId={automationId}
            stepId={stepId}
            drawing={drawing}
            version={version}
          />
        )}
        <ul className="flex flex-col divide-y divide-line">
          {people.map((person) => (
            <PersonHere
              key={`${person.runId}:${person.visit}`}
              person={person}
              stepId={stepId}
              drawing={person.version === version ? drawing : null}
              reading={version === undefined}
              chosen={mayOrder ? chosen.has(person.runId) : null}
              onChoose={(on) => choose(person.runId, on)}
            />
          ))}
        </ul>
        <MoreButton {...query} />
      </CardBody>
    </Card>
  );
}

interface ForManyProps extends Omit<WaitingRoomProps, 'mayOrder'> {
  people: PersonWaiting[];
  chosen: string[];
  onChoose(chosen: ReadonlySet<string>): void;
}

const DEEDS: { name: BulkName; label: string }[] = [
  { name: 'releaseNow', label: 'Go on now' },
  { name: 'postpone', label: 'Put off' },
  { name: 'skip', label: 'Skip' },
  { name: 'retry', label: 'Retry' },
  { name: 'move', label: 'Move' },
  { name: 'exit', label: 'End' },
];

/** One order to those who are chosen. */
function ForMany({ people, chosen, onChoose, automationId, stepId, drawing, version }: ForManyProps) {
  const [deed, setDeed] = useState<BulkName | null>(null);
  const all = chosen.length === people.length;
  const role = useMe()?.role;
  const allowed = new Set(namesFor(role).map(({ value }) => value));
  const blocked = people.some(({ state }) => state === 'blocked');
  const step = people.every((person) => person.version === version) ? drawing.steps[stepId] : undefined;
  const offered = DEEDS.filter(
    ({ name }) => allowed.has(name) && fitsStep(name, step) && (name !== 'retry' || blocked),
  );
  return (
    <div
      role="group"
      aria-label="For those who are chosen"
      className="flex flex-wrap items-center gap-2 rounded-lg bg-sunken/60 px-3 py-2 text-sm"
    >
      <label className="mr-auto flex items-center gap-2.5">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={all}
          onChange={() => onChoose(new Set(all ? [] : people.map(({ runId }) => runId)))}
        />
        <span aria-live="polite">{chosen.length === 0 ? 'Choose all shown' : `${chosen.length} chosen`}</span>
      </label>
      {offered.map(({ name, label }) => (
        <Button key={name} size="sm" disabled={chosen.length === 0} onClick={() => setDeed(name)}>
          {label}
          <span className="sr-only"> (those who are chosen)</span>
        </Button>
      ))}
      {deed && (
        <BulkDialog
          filter={{ automationId, stepId, runIds: chosen }}
          drawing={drawing}
          first={deed}
          onClose={() => setDeed(null)}
        />
      )}
    </div>
  );
}
