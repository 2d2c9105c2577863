import { BulkItemState } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { bulkItemsQuery } from '../api/ordering/bulk.ts';
import { Select } from '../ui/control/select.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { MoreButton } from '../ui/more-button.tsx';
import { SkeletonText } from '../ui/skeleton.tsx';
import { Status, type StatusLook } from '../ui/status.tsx';

const STATES: Record<BulkItemState, { look: StatusLook; word: string }> = {
  waiting: { look: 'waiting', word: 'Still to come' },
  sent: { look: 'running', word: 'Under way' },
  done: { look: 'done', word: 'Done' },
  refused: { look: 'failed', word: 'Refused' },
  skipped: { look: 'idle', word: 'Not reached' },
  unanswered: { look: 'held', word: 'Unanswered' },
};

const ANY = 'any';
const CHOICES = [
  { value: ANY, label: 'Everybody' },
  ...BulkItemState.options.map((value) => ({ value, label: STATES[value].word })),
];

/** What became of each, in its own words. */
export function BulkItems({ operationId, live }: { operationId: string; live: boolean }) {
  const [state, setState] = useState<string>(ANY);
  const wanted = BulkItemState.safeParse(state).data;
  const query = useInfiniteQuery({
    ...bulkItemsQuery(operationId, wanted),
    refetchInterval: live ? 3_000 : false,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col gap-2 text-sm">
      <Select
        aria-label="Which of them"
        className="w-full sm:w-56"
        choices={CHOICES}
        value={state}
        onChange={setState}
      />
      {query.isPending && <SkeletonText lines={3} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <p className="py-2 text-ink-soft">Nobody.</p>}
      <ul className="flex flex-col divide-y divide-line">
        {items.map((item) => (
          <li key={item.seq} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <Status look={STATES[item.state].look}>{STATES[item.state].word}</Status>
            {item.runId ? (
              <Link
                to="/runs/$runId"
                params={{ runId: item.runId }}
                className="font-medium text-accent hover:underline"
              >
                {item.who}
              </Link>
            ) : (
              <span className="font-medium">{item.who}</span>
            )}
            <span className="min-w-0 break-words text-ink-soft">
              {item.email && `${item.email} · `}
              {item.where && `“${item.where}” `}
              {item.detail}
            </span>
          </li>
        ))}
      </ul>
      <MoreButton {...query} />
    </div>
  );
}
