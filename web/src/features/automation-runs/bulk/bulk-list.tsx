import type { BulkDetail } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { bulkQuery, useControlBulk } from '../../../api/ordering/bulk.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Button } from '../../../ui/control/button.tsx';
import { MoreButton } from '../../../ui/more-button.tsx';
import { ReasonDialog } from '../../../ui/overlay/reason-dialog.tsx';
import { ProgressBar } from '../../../ui/progress.tsx';
import { Status } from '../../../ui/status.tsx';
import type { StatusLook } from '../../../ui/status.tsx';
import { Moment } from '../../../ui/time/moment.tsx';

const states: Record<BulkDetail['state'], { look: StatusLook; word: string }> = {
  open: { look: 'running', word: 'Under way' },
  paused: { look: 'held', word: 'Paused' },
  stopped: { look: 'idle', word: 'Stopped' },
  done: { look: 'done', word: 'Done' },
};

const orders: Record<BulkDetail['order']['name'], string> = {
  retry: 'Retry',
  skip: 'Skip',
  move: 'Move',
  releaseNow: 'Go on now',
  settle: 'Settle',
  postpone: 'Put off',
  changeVariable: 'Change a variable',
  exit: 'End',
  pause: 'Pause',
  resume: 'Resume',
};

const outcomes = [
  ['done', 'done'],
  ['refused', 'refused'],
  ['skipped', 'not reached'],
  ['unanswered', 'unanswered'],
] as const;

/** Orders given to many in this automation, and how far they are. Nothing while there was none. */
export function BulkList({ automationId }: { automationId: string }) {
  const query = useInfiniteQuery(bulkQuery(automationId));
  const operations = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (operations.length === 0) return null;
  return (
    <Card>
      <CardHeader
        title="Orders to many"
        description="What operators did for many at once, and what became of it."
      />
      <CardBody>
        <ul className="flex flex-col divide-y divide-line">
          {operations.map((operation) => (
            <BulkLine key={operation.id} operation={operation} />
          ))}
        </ul>
        <MoreButton {...query} />
      </CardBody>
    </Card>
  );
}

function BulkLine({ operation }: { operation: BulkDetail }) {
  const { look, word } = states[operation.state];
  const total = operation.total ?? 0;
  const left = operation.items.waiting + operation.items.sent;
  const said = outcomes.filter(([state]) => operation.items[state] > 0);
  return (
    <li className="flex flex-col gap-3 py-4 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Status look={look}>{word}</Status>
        <p className="min-w-0 flex-1 basis-64 text-[0.9375rem]">
          <span className="font-medium">{orders[operation.order.name]}</span>
          {operation.purpose !== 'order' && ' the whole automation'}
          {operation.requestedBy && `, ${operation.requestedBy}`}, <Moment at={operation.createdAt} />
          <span className="block text-sm text-ink-soft">“{operation.reason}”</span>
        </p>
        <BulkControls operation={operation} />
      </div>
      <ProgressBar
        label={
          said.length === 0
            ? 'Nobody yet'
            : said.map(([state, words]) => `${operation.items[state]} ${words}`).join(', ')
        }
        value={total === 0 ? 100 : ((total - left) / total) * 100}
        text={`${total - left} of ${total}`}
      />
    </li>
  );
}

type Action = 'pause' | 'resume' | 'stop';

const actions: Record<Action, { button: string; title: string; description: string }> = {
  pause: { button: 'Pause', title: 'Pause this?', description: 'Who was told stays told; the others wait.' },
  resume: {
    button: 'Go on',
    title: 'Go on with this?',
    description: 'The rest is told at the rate that was chosen.',
  },
  stop: {
    button: 'Stop',
    title: 'Stop this?',
    description: 'Who was told stays told; the others never are. This cannot be taken back.',
  },
};

/** Pause, go on, stop; nothing once it is over. */
function BulkControls({ operation }: { operation: BulkDetail }) {
  const [asked, setAsked] = useState<Action | null>(null);
  const control = useControlBulk(operation.id);
  if (operation.state === 'done' || operation.state === 'stopped') return null;
  const possible: Action[] = [operation.state === 'open' ? 'pause' : 'resume', 'stop'];
  return (
    <>
      {possible.map((action) => (
        <Button key={action} size="sm" onClick={() => setAsked(action)}>
          {actions[action].button}
        </Button>
      ))}
      {asked && (
        <ReasonDialog
          open
          onOpenChange={() => setAsked(null)}
          title={actions[asked].title}
          description={actions[asked].description}
          action={actions[asked].button}
          danger={asked === 'stop'}
          onSubmit={(reason) => control.mutateAsync({ action: asked, reason })}
        />
      )}
    </>
  );
}
