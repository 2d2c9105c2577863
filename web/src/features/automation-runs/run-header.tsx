import type { RunDetail } from '@gradus/contracts';
import { Link } from '@tanstack/react-router';
import {
  ArrowUpRight,
  CircleAlert,
  CircleCheck,
  CirclePause,
  Hourglass,
  LocateFixed,
  Play,
} from 'lucide-react';
import { cn } from '../../ui/class-names.ts';
import { Button, buttonStyle } from '../../ui/control/button.tsx';
import { Badge, SimulatedBadge } from '../../ui/status.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { RunCommands } from './commands/run-commands.tsx';

const looks = {
  running: { icon: Play, tone: 'bg-accent-soft text-accent', word: 'Under way' },
  waiting: { icon: Hourglass, tone: 'bg-accent-soft text-accent', word: 'Waiting' },
  blocked: { icon: CircleAlert, tone: 'bg-bad-soft text-bad', word: 'Blocked' },
  held: { icon: CirclePause, tone: 'bg-warn-soft text-warn', word: 'Paused' },
  finished: { icon: CircleCheck, tone: 'bg-good-soft text-good', word: 'Finished' },
} as const satisfies Record<RunDetail['condition'], object>;

interface RunHeaderProps {
  run: RunDetail;
  onJump: (() => void) | null;
}

/** Who, where in one sentence, and what can be done to the run as a whole. */
export function RunHeader({ run, onJump }: RunHeaderProps) {
  const { icon: Icon, tone, word } = looks[run.condition];
  return (
    <header className="flex flex-wrap items-center gap-x-6 gap-y-3 border-b border-line bg-surface px-4 py-3.5 sm:px-6">
      <span className={cn('grid size-11 shrink-0 place-items-center rounded-full', tone)}>
        <Icon aria-hidden className="size-5" />
      </span>
      <div className="min-w-0 flex-1 basis-80">
        <p className="text-sm text-ink-soft">
          <Link
            to="/automations/$automationId/runs"
            params={{ automationId: run.automationId }}
            search={{}}
            className="hover:text-ink hover:underline"
          >
            {run.automationName}
          </Link>{' '}
          · version {run.version} · since <Moment at={run.startedAt} style="day" /> · times in{' '}
          {run.learnerZone}
        </p>
        <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xl font-semibold">
          <Link to="/people/$userId" params={{ userId: run.userId }} className="hover:underline">
            {run.learnerName}
          </Link>
          {run.simulated && <SimulatedBadge />}
          {run.speed !== 1 && <Badge tone="warn">Time runs {sayFactor(run.speed)} as fast</Badge>}
        </h1>
        {run.calledBy && (
          <p className="text-sm text-ink-soft">
            Called by{' '}
            <Link
              to="/runs/$runId"
              params={{ runId: run.calledBy.runId }}
              className="text-accent hover:underline"
            >
              {run.calledBy.automationName}
            </Link>
            , at “{run.calledBy.stepTitle}”.
          </p>
        )}
        {run.restartOf && (
          <p className="text-sm text-ink-soft">
            It takes the place of{' '}
            <Link to="/runs/$runId" params={{ runId: run.restartOf }} className="text-accent hover:underline">
              a run that had ended
            </Link>
            .
          </p>
        )}
        <p className="mt-0.5 text-[0.9375rem]" aria-live="polite">
          <span className="sr-only">{word}: </span>
          {run.summary}
        </p>
        {run.speed !== 1 && (
          <p className="text-sm text-ink-soft">
            It is <Moment at={run.virtualNow} /> on this learner’s clock.
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        {onJump && (
          <Button variant="quiet" onClick={onJump}>
            <LocateFixed aria-hidden /> Show where
          </Button>
        )}
        {run.temporalUrl && (
          <a
            href={run.temporalUrl}
            target="_blank"
            rel="noreferrer"
            className={buttonStyle({ variant: 'quiet' })}
          >
            Temporal <ArrowUpRight aria-hidden />
            <span className="sr-only">(opens in a new tab)</span>
          </a>
        )}
        <RunCommands run={run} />
      </div>
    </header>
  );
}

function sayFactor(speed: number): string {
  return `${Math.round(speed).toLocaleString('en-GB')} times`;
}
