import type { TaskItem } from '@gradus/contracts';
import { Link } from '@tanstack/react-router';
import { UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { ROLE_WORDS } from '../../canvas/words/person-words.ts';
import { Card } from '../../ui/card.tsx';
import { Button } from '../../ui/control/button.tsx';
import { Badge, SimulatedBadge, Status } from '../../ui/status.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { DecideForm } from './decide-form.tsx';
import { DelegateDialog } from './delegate-dialog.tsx';
import { DECISIONS, KINDS, STATES } from './task-words.ts';

/** One task with what it is about and, where it is the reader's to close, how. */
export function TaskCard({ task }: { task: TaskItem }) {
  const [delegating, setDelegating] = useState(false);
  const { name, icon } = KINDS[task.kind];
  const mine = task.mayDecide.length > 0;
  return (
    <Card aria-label={`${task.title}: ${task.learner.name}`} className="flex flex-col gap-4 p-5 sm:p-6">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="flex min-w-0 flex-col gap-1">
          <h2 className="text-base font-semibold break-words">{task.title}</h2>
          <p className="text-sm text-ink-soft">
            <Link
              to="/people/$userId"
              params={{ userId: task.learner.id }}
              className="font-medium text-accent hover:underline"
            >
              {task.learner.name}
            </Link>
            {task.courseTitle && ` · ${task.courseTitle}`} ·{' '}
            <Link to="/runs/$runId" params={{ runId: task.runId }} className="text-accent hover:underline">
              {task.automationName}
            </Link>
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Badge icon={icon}>{name}</Badge>
          {task.holds && task.state === 'open' && <Status look="waiting">The learner waits</Status>}
          {task.simulated && <SimulatedBadge />}
        </div>
      </header>
      {task.details && <p className="max-w-[68ch] whitespace-pre-line">{task.details}</p>}
      {task.draft && !mine && (
        <figure className="flex max-w-[68ch] flex-col gap-1 rounded-lg bg-sunken p-4">
          <figcaption className="text-sm text-ink-soft">The text, written by AI</figcaption>
          <p className="whitespace-pre-line">{task.draft}</p>
        </figure>
      )}
      <Facts task={task} />
      {mine && (
        <div className="flex flex-col gap-3 border-t border-line pt-4">
          <DecideForm task={task} />
          <Button size="sm" variant="quiet" className="self-start" onClick={() => setDelegating(true)}>
            <UserRoundPlus aria-hidden /> Hand on to somebody
          </Button>
          <DelegateDialog task={task} open={delegating} onOpenChange={setDelegating} />
        </div>
      )}
    </Card>
  );
}

function Facts({ task }: { task: TaskItem }) {
  const { assignee, role, dueAt, paused, openedAt, closedAt, decision, decidedBy, comment, state } = task;
  const asked = assignee?.name ?? (role ? ROLE_WORDS[role] : 'Nobody');
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2 text-sm [&_dt]:text-ink-soft">
      <div>
        <dt>Asked</dt>
        <dd>
          {asked}, <Moment at={openedAt} distance="only" />
        </dd>
      </div>
      {state === 'open' && dueAt && (
        <div>
          <dt>Due</dt>
          <dd>{paused ? 'Not while the run is paused' : <Moment at={dueAt} distance="beside" />}</dd>
        </div>
      )}
      {state !== 'open' && closedAt && (
        <div>
          <dt>{state === 'decided' && decision ? DECISIONS[decision].done : 'Closed'}</dt>
          <dd>
            {state === 'decided' ? decidedBy : STATES[state]}, <Moment at={closedAt} distance="only" />
          </dd>
        </div>
      )}
      {comment && (
        <div className="basis-full">
          <dt>Comment</dt>
          <dd className="whitespace-pre-line">{comment}</dd>
        </div>
      )}
    </dl>
  );
}
