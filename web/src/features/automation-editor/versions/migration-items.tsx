import { MigrationItemState } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { migrationItemsQuery } from '../../../api/publishing/migrations.ts';
import { Select } from '../../../ui/control/select.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { MoreButton } from '../../../ui/more-button.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';
import { Status } from '../../../ui/status.tsx';
import { ITEM_STATES } from './migration-words.ts';

const ANY = 'any';
const CHOICES = [
  { value: ANY, label: 'Everybody' },
  ...MigrationItemState.options.map((value) => ({ value, label: ITEM_STATES[value].word })),
];

/** What became of each run, with the run's own words for it. */
export function MigrationItems({ migrationId, live }: { migrationId: string; live: boolean }) {
  const [state, setState] = useState<string>(ANY);
  const wanted = MigrationItemState.safeParse(state).data;
  const query = useInfiniteQuery({
    ...migrationItemsQuery(migrationId, wanted),
    refetchInterval: live ? 3_000 : false,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col gap-2">
      <Select aria-label="Which of them" choices={CHOICES} value={state} onChange={setState} />
      {query.isPending && <SkeletonText lines={3} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && items.length === 0 && <p className="py-2 text-ink-soft">Nobody.</p>}
      <ul className="flex flex-col divide-y divide-line">
        {items.map((item) => (
          <li key={item.runId} className="flex flex-col gap-1 py-2.5">
            <p className="flex flex-wrap items-center gap-2">
              <Link
                to="/runs/$runId"
                params={{ runId: item.runId }}
                className="font-medium text-accent hover:underline"
              >
                {item.who}
              </Link>
              <Status look={ITEM_STATES[item.state].look}>{ITEM_STATES[item.state].word}</Status>
            </p>
            <p className="break-words text-ink-soft">
              From version {item.fromVersion}. {item.detail}
            </p>
          </li>
        ))}
      </ul>
      <MoreButton {...query} />
    </div>
  );
}
