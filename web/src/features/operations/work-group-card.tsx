import type { WorkGroup, WorkItem } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowUpRight, Check, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { workItemsQuery } from '../../api/operations.ts';
import { Card } from '../../ui/card.tsx';
import { Button } from '../../ui/control/button.tsx';
import { sentenceOf } from '../../ui/error-state.tsx';
import { Badge, Status } from '../../ui/status.tsx';
import { Coming, Moment } from '../../ui/time/moment.tsx';
import { NoteDialog } from './note-dialog.tsx';
import { RetryDialog } from './retry-dialog.tsx';
import type { RetryTarget } from './retry-dialog.tsx';

const states = {
  retrying: { look: 'waiting', word: 'Retrying by itself' },
  blocked: { look: 'blocked', word: 'Blocked' },
  undelivered: { look: 'failed', word: 'Undelivered' },
  unknown: { look: 'held', word: 'Outcome unknown' },
  late: { look: 'held', word: 'Done too late' },
  returned: { look: 'failed', word: 'Money came back' },
} as const satisfies Record<WorkGroup['state'], { look: string; word: string }>;

const kinds: Record<WorkGroup['kind'], [one: string, many: string]> = {
  run: ['run', 'runs'],
  message: ['message', 'messages'],
  process: ['process', 'processes'],
  event: ['event', 'events'],
  webhook: ['webhook', 'webhooks'],
};

const nounOf = ({ kind, state, count }: WorkGroup) =>
  (state === 'returned' ? (['refund', 'refunds'] as const) : kinds[kind])[count === 1 ? 0 : 1];

/** One cause: what it is in plain words, how many it holds up, and the way out. */
export function WorkGroupCard({ group }: { group: WorkGroup }) {
  const [target, setTarget] = useState<RetryTarget | null>(null);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const state = states[group.state];
  const noun = nounOf(group);
  const { shown, more } = useItems(group);
  // What has gone meanwhile is chosen no more.
  const chosen = shown.map(({ itemId }) => itemId).filter((itemId) => marked.has(itemId));
  const mark = (itemId: string, on: boolean) =>
    setMarked(new Set(on ? [...chosen, itemId] : chosen.filter((one) => one !== itemId)));
  const mayChoose = wayOut(group) === 'retry' && shown.length > 1;
  return (
    // The same cause may stand here twice: what is retried, and what is given up.
    <Card aria-labelledby={`state-${group.groupId} group-${group.groupId}`}>
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-5 pt-5 sm:px-6">
        <div className="min-w-0 flex-1 basis-80">
          <div className="flex flex-wrap items-center gap-2">
            <span id={`state-${group.groupId}`}>
              <Status look={state.look}>{state.word}</Status>
            </span>
            <Badge>
              <span className="tabular-nums">{group.count}</span> {noun}
            </Badge>
            <code className="text-xs text-ink-soft">{group.cause}</code>
          </div>
          <h3 id={`group-${group.groupId}`} className="mt-2.5 max-w-[68ch] font-semibold">
            {group.title}
          </h3>
          <GroupTimes group={group} />
        </div>
        <div className="flex flex-wrap gap-2">
          {chosen.length > 0 && (
            <Button
              onClick={() =>
                setTarget({ kind: 'some', itemIds: chosen, noun: nounOf({ ...group, count: chosen.length }) })
              }
            >
              <RotateCw aria-hidden /> Retry {chosen.length} chosen
            </Button>
          )}
          <GroupAction group={group} onAct={() => setTarget({ kind: 'all', count: group.count, noun })} />
        </div>
      </header>
      <ul className="mt-4 divide-y divide-line border-t border-line">
        {shown.map((sample) => (
          <SampleRow
            key={sample.itemId}
            sample={sample}
            state={group.state}
            way={wayOut(group)}
            chosen={marked.has(sample.itemId)}
            onChoose={mayChoose ? (on) => mark(sample.itemId, on) : null}
            onAct={() => setTarget({ kind: 'one', itemId: sample.itemId, label: sample.label })}
          />
        ))}
      </ul>
      <ShowMore
        {...more}
        hidden={group.count - shown.length}
        allChosen={chosen.length === shown.length}
        onChooseShown={
          mayChoose ? (on) => setMarked(new Set(on ? shown.map(({ itemId }) => itemId) : [])) : null
        }
      />
      {wayOut(group) === 'note' ? (
        <NoteDialog group={group} target={target} onClose={() => setTarget(null)} />
      ) : (
        <RetryDialog
          group={group}
          target={target}
          onClose={() => setTarget(null)}
          onRetried={(gone) => setMarked((now) => new Set([...now].filter((one) => !gone.includes(one))))}
        />
      )}
    </Card>
  );
}

/** The latest few; once more are wanted, all of the group in pages. */
function useItems(group: WorkGroup) {
  const [all, setAll] = useState(false);
  const items = useInfiniteQuery({ ...workItemsQuery(group.groupId), enabled: all });
  const shown: readonly WorkItem[] =
    all && items.data ? items.data.pages.flatMap((page) => page.items) : group.samples;
  // Where the first reading failed, it is read again.
  const onAll = () => (all ? void items.refetch() : setAll(true));
  return { shown, more: { items, all: all && items.data !== undefined, onAll } };
}

interface ShowMoreProps {
  items: ReturnType<typeof useItems>['more']['items'];
  all: boolean;
  onAll(): void;
  hidden: number;
  allChosen: boolean;
  /** Null: there is nothing to choose for. */
  onChooseShown: ((on: boolean) => void) | null;
}

/** How many more there are, and the way to them. A button stays the same one after it was pressed, so that it keeps the focus. */
function ShowMore({ items, all, onAll, hidden, allChosen, onChooseShown }: ShowMoreProps) {
  if (hidden <= 0 && !all) return null;
  const goesOn = all ? items.hasNextPage : hidden > 0;
  const isWhole = all && !goesOn && hidden <= 0;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-5 py-3 text-sm text-ink-soft sm:px-6">
      {hidden > 0 && <p className="tabular-nums">and {hidden} more with the same cause</p>}
      {items.isError && <p className="text-bad">{sentenceOf(items.error)}</p>}
      {(goesOn || isWhole) && (
        <Button
          size="sm"
          disabled={isWhole}
          focusableWhenDisabled
          busy={all ? items.isFetchingNextPage : items.isFetching}
          onClick={all ? () => void items.fetchNextPage() : onAll}
        >
          {isWhole ? 'All are shown' : 'Show more'}
        </Button>
      )}
      {all && onChooseShown && (
        <Button size="sm" variant="quiet" onClick={() => onChooseShown(!allChosen)}>
          {allChosen ? 'Choose none of them' : 'Choose all that are shown'}
        </Button>
      )}
    </div>
  );
}

type WayOut = 'retry' | 'note' | 'decide';

const WAITS: Record<WayOut, string> = {
  retry: 'No more attempts by itself: it waits for you',
  note: 'It waits for you to see to it',
  decide: 'It waits for you to decide',
};

/** What was done late, or money that came back, is noted; what is in doubt behind a step that was left is decided on the page of its run. */
function wayOut(group: WorkGroup): WayOut {
  if (group.state === 'late' || group.state === 'returned') return 'note';
  return group.kind === 'run' && group.state === 'unknown' ? 'decide' : 'retry';
}

function GroupAction({ group, onAct }: { group: WorkGroup; onAct(): void }) {
  const way = wayOut(group);
  if (way === 'decide') return null;
  const verb = way === 'note' ? 'Note' : 'Retry';
  return (
    <Button variant="primary" onClick={onAct}>
      {way === 'note' ? <Check aria-hidden /> : <RotateCw aria-hidden />}
      {group.count === 1 ? `${verb} ${way === 'note' ? 'it' : 'now'}` : `${verb} all ${group.count}`}
    </Button>
  );
}

const attempts = ({ attempt }: WorkItem) => (attempt === 1 ? '1 attempt' : `${attempt} attempts`);

function GroupTimes({ group }: { group: WorkGroup }) {
  return (
    <p className="mt-1 flex flex-wrap gap-x-4 text-sm text-ink-soft">
      <span>
        First <Moment at={group.firstAt} distance="beside" />
      </span>
      <span>
        Last <Moment at={group.lastAt} distance="only" />
      </span>
      <span>
        {group.nextAttemptAt ? (
          <>
            Next attempt <Coming at={group.nextAttemptAt} />
          </>
        ) : (
          WAITS[wayOut(group)]
        )}
      </span>
    </p>
  );
}

const LINK =
  'inline-flex h-8 items-center gap-1.5 rounded-md px-3 text-[0.8125rem] font-medium hover:bg-sunken';

interface SampleRowProps {
  sample: WorkItem;
  state: WorkGroup['state'];
  way: WayOut;
  chosen: boolean;
  /** Null: there is nothing to choose from. */
  onChoose: ((on: boolean) => void) | null;
  onAct(): void;
}

function SampleRow({ sample, state, way, chosen, onChoose, onAct }: SampleRowProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-3 sm:px-6">
      {onChoose && (
        <label className="-m-2 -mr-4 grid size-9 place-items-center">
          <span className="sr-only">Choose {sample.label}</span>
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={chosen}
            onChange={(event) => onChoose(event.target.checked)}
          />
        </label>
      )}
      <div className="min-w-0 flex-1 basis-72">
        <p className="font-medium break-words">{sample.label}</p>
        <p className="text-sm break-words text-ink-soft">{sample.detail}</p>
      </div>
      <p className="text-sm text-ink-soft tabular-nums">
        {state === 'returned' ? 'Came back' : `${attempts(sample)}, began`}{' '}
        <Moment at={sample.since} distance="only" />
      </p>
      <div className="flex gap-1">
        {sample.runId && (
          <Link to="/runs/$runId" params={{ runId: sample.runId }} className={LINK}>
            Open run <ArrowUpRight aria-hidden className="size-4" />
          </Link>
        )}
        {state === 'returned' && (
          <Link to="/ops/payments" className={LINK}>
            Open payments <ArrowUpRight aria-hidden className="size-4" />
          </Link>
        )}
        {way === 'retry' && (
          <Button size="sm" variant="quiet" onClick={onAct} aria-label={`Retry ${sample.label}`}>
            <RotateCw aria-hidden /> Retry
          </Button>
        )}
        {way === 'note' && (
          <Button size="sm" variant="quiet" onClick={onAct} aria-label={`Note ${sample.label}`}>
            <Check aria-hidden /> Note
          </Button>
        )}
      </div>
    </li>
  );
}
