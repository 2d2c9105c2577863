import { type BulkDetail, ControlBulk } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Download } from 'lucide-react';
import { bulkQuery, bulkResultFile, useControlBulk } from '../api/ordering/bulk.ts';
import { Card, CardBody, CardHeader } from '../ui/card.tsx';
import { Button } from '../ui/control/button.tsx';
import { sentenceOf } from '../ui/error-state.tsx';
import { MoreButton } from '../ui/more-button.tsx';
import { notify } from '../ui/overlay/toast.tsx';
import { type ControlWords, WorkControls } from '../ui/overlay/work-controls.tsx';
import { ProgressBar } from '../ui/progress.tsx';
import { Status } from '../ui/status.tsx';
import { Moment } from '../ui/time/moment.tsx';
import { BulkItems } from './bulk-items.tsx';
import { ORDER_WORDS } from './bulk-order.ts';
import { sayState } from './bulk-state.ts';

const outcomes = [
  ['done', 'done'],
  ['refused', 'refused'],
  ['skipped', 'not reached'],
  ['unanswered', 'unanswered'],
] as const;

interface BulkListProps {
  /** Left out: of the whole school. */
  automationId?: string;
  /** What is over is left out. */
  onlyOpen?: boolean;
}

/** Orders given to many in this automation, and how far they are. Nothing while there was none. */
export function BulkList({ automationId, onlyOpen = false }: BulkListProps) {
  const query = useInfiniteQuery(bulkQuery(automationId));
  const all = query.data?.pages.flatMap((page) => page.items) ?? [];
  // What the page is for stands below: of what is over, only the newest takes room above it.
  const isShown = (one: BulkDetail, index: number) =>
    isOpen(one) || (index === 0 && (!onlyOpen || isFresh(one)));
  const operations = all.filter(isShown);
  const earlier = onlyOpen ? [] : all.filter((one, index) => !isShown(one, index));
  if (operations.length + earlier.length === 0) return null;
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
        {earlier.length > 0 && (
          <details className="mt-4 border-t border-line pt-3">
            <summary className="cursor-pointer py-1 text-sm font-medium">Earlier orders</summary>
            <ul className="mt-3 flex flex-col divide-y divide-line">
              {earlier.map((operation) => (
                <BulkLine key={operation.id} operation={operation} />
              ))}
            </ul>
            <MoreButton {...query} />
          </details>
        )}
      </CardBody>
    </Card>
  );
}

const isOpen = ({ state }: BulkDetail) => state === 'open' || state === 'paused';

const FRESH_MS = 15 * 60_000;
/** Whoever gave it still wants to see what became of it. */
const isFresh = ({ endedAt }: BulkDetail) => endedAt !== null && Date.now() - Date.parse(endedAt) < FRESH_MS;

function BulkLine({ operation }: { operation: BulkDetail }) {
  const { look, word } = sayState(operation);
  const total = operation.total ?? 0;
  const reached = total - operation.items.waiting - operation.items.sent - operation.items.skipped;
  const said = outcomes.filter(([state]) => operation.items[state] > 0);
  return (
    <li className="flex flex-col gap-3 py-4 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Status look={look}>{word}</Status>
        <p className="min-w-0 flex-1 basis-64 text-[0.9375rem]">
          <span className="font-medium">{ORDER_WORDS[operation.order.name]}</span>
          {operation.purpose !== 'order' && ' the whole automation'}
          {operation.requestedBy && `, ${operation.requestedBy}`}, <Moment at={operation.createdAt} />
          <span className="block text-sm text-ink-soft">“{operation.reason}”</span>
        </p>
        <BulkControls operation={operation} />
      </div>
      <ProgressBar
        label={
          said.length === 0
            ? operation.state === 'done'
              ? 'Nobody was found'
              : 'Nobody yet'
            : said.map(([state, words]) => `${operation.items[state]} ${words}`).join(', ')
        }
        value={total === 0 ? 100 : (reached / total) * 100}
        text={`${reached} of ${total}`}
      />
      {total > 0 && <Result operation={operation} />}
    </li>
  );
}

/** One by one, and as a file. */
function Result({ operation }: { operation: BulkDetail }) {
  const [open, setOpen] = useState(false);
  const keep = (kind: 'csv' | 'json') =>
    bulkResultFile(operation, kind).catch((error: unknown) =>
      notify.bad({ title: 'The file could not be read', detail: sentenceOf(error) }),
    );
  return (
    <>
      <div className="flex flex-wrap gap-1">
        <Button size="sm" variant="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide who' : 'One by one'}
        </Button>
        <Button size="sm" variant="quiet" onClick={() => void keep('csv')}>
          <Download aria-hidden /> Result (CSV)
        </Button>
        <Button size="sm" variant="quiet" onClick={() => void keep('json')}>
          <Download aria-hidden /> Result (JSON)
        </Button>
      </div>
      {open && <BulkItems operationId={operation.id} live={isOpen(operation)} />}
    </>
  );
}

const CONTROLS: ControlWords = {
  pause: {
    title: 'Pause this order?',
    description: 'It stays done for those who had their turn; the others wait.',
  },
  resume: {
    title: 'Go on with this order?',
    description: 'The others have their turn, as fast as was chosen.',
  },
  stop: {
    title: 'Stop this order?',
    description:
      'It stays done for those who had their turn; nothing happens to the others. This cannot be taken back.',
  },
};

function BulkControls({ operation }: { operation: BulkDetail }) {
  const control = useControlBulk(operation.id);
  return (
    <WorkControls
      state={operation.state}
      words={CONTROLS}
      field={ControlBulk.shape.reason}
      onControl={control.mutateAsync}
    />
  );
}
