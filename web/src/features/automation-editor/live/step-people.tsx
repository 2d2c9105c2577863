import type { PersonWaiting } from '@gradus/contracts';
import { sayPort } from '@gradus/flow';
import type { Definition } from '@gradus/flow';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { UserRoundX } from 'lucide-react';
import { countsQuery } from '../../../api/automations.ts';
import { waitingRoomQuery } from '../../../api/ordering/waiting-room.ts';
import { stepKinds } from '../../../canvas/step-kinds.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { MoreButton } from '../../../ui/more-button.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';
import { SimulatedBadge, Status } from '../../../ui/status.tsx';
import { Moment, TimeReader } from '../../../ui/time/moment.tsx';
import { useEditorScope } from '../store/editor-context.tsx';
import { Panel } from '../panels/panel.tsx';
import { whyNotConserved } from './count-marks.ts';

interface StepPeopleProps {
  definition: Definition;
  versionId: string | null;
  stepId: string;
  onClose(): void;
}

/** One step while it runs: the numbers, the ways taken, and who is here now and why. */
export function StepPeople({ definition, versionId, stepId, onClose }: StepPeopleProps) {
  const { automation } = useEditorScope();
  // As the numbers above it: of the version that is shown.
  const room = useInfiniteQuery(waitingRoomQuery(automation.id, stepId, versionId ?? undefined));
  const people = room.data?.pages.flatMap((page) => page.items) ?? [];
  const step = definition.steps[stepId];
  if (!step) return null;
  return (
    <Panel title={step.title} description={stepKinds[step.kind].name} onClose={onClose}>
      <StepFigures definition={definition} versionId={versionId} stepId={stepId} />
      <section className="flex flex-col gap-2">
        <div className="flex items-baseline justify-between gap-3">
          <h3 className="text-sm font-semibold">Here now</h3>
          <Link
            to="/automations/$automationId/runs"
            params={{ automationId: automation.id }}
            search={{ step: stepId }}
            className="text-sm text-accent hover:underline"
          >
            Waiting room
          </Link>
        </div>
        {room.isPending && <SkeletonText lines={4} />}
        {room.isError && (
          <ErrorState error={room.error} onRetry={() => void room.refetch()} className="px-0 py-6" />
        )}
        {room.isSuccess && people.length === 0 && (
          <EmptyState icon={UserRoundX} title="Nobody is here right now" className="px-0 py-6" />
        )}
        <ul className="flex flex-col divide-y divide-line">
          {people.map((person) => (
            <PersonHere key={`${person.runId}:${person.visit}`} person={person} />
          ))}
        </ul>
        <MoreButton {...room} />
      </section>
    </Panel>
  );
}

function PersonHere({ person }: { person: PersonWaiting }) {
  const now = person.virtualNow === null ? undefined : new Date(person.virtualNow);
  return (
    <li className="relative flex flex-col gap-1 py-3 text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <Link
          to="/runs/$runId"
          params={{ runId: person.runId }}
          className="font-medium text-accent after:absolute after:inset-0 hover:underline"
        >
          {person.who}
        </Link>
        {person.state === 'blocked' && <Status look="blocked">Blocked</Status>}
        {person.state === 'held' && <Status look="held">Paused</Status>}
        {person.simulated && <SimulatedBadge />}
      </p>
      {person.because.length > 0 ? (
        person.because.map((text) => (
          <p key={text} className="break-words text-ink-soft">
            {text}
          </p>
        ))
      ) : (
        <TimeReader zone={person.zone} now={now}>
          <p className="text-ink-soft">
            Since <Moment at={person.since} />
          </p>
        </TimeReader>
      )}
    </li>
  );
}

function StepFigures({ definition, versionId, stepId }: Omit<StepPeopleProps, 'onClose'>) {
  const { automation } = useEditorScope();
  const counts = useQuery({
    ...countsQuery(automation.id, versionId ?? undefined),
    select: (all) => all.steps.find((one) => one.stepId === stepId) ?? null,
  }).data;
  const step = definition.steps[stepId];
  if (!counts || !step) return null;
  const figures = [
    ['entered', counts.entered],
    ['waiting', counts.waiting],
    ['running', counts.running],
    ['blocked', counts.blocked],
    ['paused', counts.held],
    ['went on', counts.left],
    ['left from here', counts.exited],
    ...(counts.migratedOut > 0 ? [['went over to another version', counts.migratedOut] as const] : []),
  ] as const;
  const ways = Object.entries(counts.ports);
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-1 text-sm tabular-nums">
        {figures.map(([word, value]) => (
          <div key={word} className="flex justify-between border-b border-line py-1">
            <dt className="text-ink-soft">{word}</dt>
            <dd className={word === 'blocked' && value > 0 ? 'font-semibold text-bad' : 'font-medium'}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
      {!counts.conserved && (
        <p className="text-sm font-medium text-bad">The numbers do not add up. {whyNotConserved(counts)}</p>
      )}
      {ways.length > 1 && (
        <div className="text-sm">
          <h3 className="mb-1 font-semibold">Ways taken</h3>
          <ul className="tabular-nums">
            {ways.map(([port, people]) => (
              <li key={port} className="flex justify-between border-b border-line py-1">
                <span className="text-ink-soft">{sayPort(step, port)}</span> {people}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
