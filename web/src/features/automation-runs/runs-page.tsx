import type { BulkFilter, RunCondition } from '@gradus/contracts';
import type { Definition } from '@gradus/flow';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ListChecks, UserPlus, Workflow } from 'lucide-react';
import { useCallback, useState } from 'react';
import { admissionKeys } from '../../api/entering/admissions.ts';
import { bulkKeys } from '../../api/ordering/bulk.ts';
import { automationQuery } from '../../api/automations.ts';
import { useLive } from '../../api/live.ts';
import { runKeys, runsQuery } from '../../api/runs.ts';
import { useMe } from '../../api/session.ts';
import { Button, buttonStyle } from '../../ui/control/button.tsx';
import { SearchInput } from '../../ui/control/search-input.tsx';
import { Select } from '../../ui/control/select.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { AdmissionList } from './admissions/admission-list.tsx';
import { type BulkName, mayOrderMany } from '../../orders/bulk-order.ts';
import { BulkDialog } from '../../orders/bulk-dialog.tsx';
import { BulkList } from '../../orders/bulk-list.tsx';
import { PauseButton, PausedNotice } from './bulk/pause-button.tsx';
import { RunList } from './run-list.tsx';
import { WaitingRoom } from './waiting-room/waiting-room.tsx';
import { LetInDialog } from './admissions/let-in-dialog.tsx';

const route = '/automations/$automationId/runs';
type Filter = {
  step?: string | undefined;
  condition?: RunCondition | undefined;
  search?: string | undefined;
};

/** Everyone in one automation, with where they are in one sentence each. */
export function RunsPage() {
  const { automationId } = useParams({ from: route });
  const filter = useSearch({ from: route });
  const navigate = useNavigate();
  const automation = useQuery(automationQuery(automationId)).data;
  const role = useMe()?.role;
  const mayOrder = mayOrderMany(role, Boolean(automation?.courseId));
  const [lettingIn, setLettingIn] = useState(false);
  const [ordering, setOrdering] = useState(false);
  useLive({
    [`automation:${automationId}`]: [runKeys.lists(), admissionKeys.of(automationId), bulkKeys.all],
  });
  const runs = useInfiniteQuery(
    runsQuery({ automationId, stepId: filter.step, condition: filter.condition, search: filter.search }),
  );
  const found = runs.data?.pages.flatMap((page) => page.items) ?? [];
  const total = runs.data?.pages[0]?.total;
  const change = useCallback(
    (next: Filter) =>
      void navigate({
        to: route,
        params: { automationId },
        search: (before: Filter) => ({ ...before, ...next }),
        replace: true,
      }),
    [navigate, automationId],
  );
  const drawing = (automation?.live?.definition as Definition | undefined) ?? NOTHING_DRAWN;
  const filtered = Boolean(filter.step ?? filter.condition ?? filter.search);
  return (
    <Page title="Learners in the automation" width="wide">
      <PageHeader
        above={
          <Link to="/automations" className="hover:text-ink hover:underline">
            Automations
          </Link>
        }
        title={automation?.name ?? 'Learners'}
        description="Everyone who is or was inside, with the reason they stand where they stand."
        actions={
          <>
            {automation?.live && <PauseButton automationId={automationId} />}
            {mayOrder && (
              <Button disabled={!canOrder(filter, found.length)} onClick={() => setOrdering(true)}>
                <ListChecks aria-hidden /> For all of these
              </Button>
            )}
            <Button disabled={!automation?.live} onClick={() => setLettingIn(true)}>
              <UserPlus aria-hidden /> Let people in
            </Button>
            <Link
              to="/automations/$automationId"
              params={{ automationId }}
              search={{ show: 'live' }}
              className={buttonStyle()}
            >
              <Workflow aria-hidden /> See it drawn
            </Link>
          </>
        }
      />
      <PausedNotice automationId={automationId} />
      <BulkList automationId={automationId} />
      <AdmissionList automationId={automationId} />
      <RunFilters filter={filter} steps={drawing.steps} onChange={change} total={total} />
      {filter.step && inRoom(filter) ? (
        <WaitingRoom
          key={filter.step}
          automationId={automationId}
          stepId={filter.step}
          drawing={drawing}
          version={automation && (automation.live?.number ?? null)}
          mayOrder={mayOrder}
        />
      ) : (
        <RunList runs={runs} found={found} filtered={filtered} />
      )}
      {ordering && (
        <BulkDialog
          filter={{ automationId, ...bulkFilterOf(filter) }}
          drawing={drawing}
          first={ORDER_FOR[filter.condition ?? 'running']}
          onClose={() => setOrdering(false)}
        />
      )}
      <LetInDialog
        automationId={automationId}
        hasCourse={Boolean(automation?.courseId)}
        open={lettingIn}
        onOpenChange={setLettingIn}
      />
    </Page>
  );
}

const NOTHING_DRAWN: Pick<Definition, 'steps' | 'edges'> = { steps: {}, edges: [] };

/** A step alone is chosen: who is there is shown as its waiting room. */
const inRoom = (filter: Filter) =>
  filter.step !== undefined && filter.search === undefined && filter.condition === undefined;

/** Whom an order to all of the list is for: the step and the condition that were chosen; a search names nobody. */
function bulkFilterOf({ step, condition }: Filter): Omit<BulkFilter, 'automationId'> {
  const state = condition === undefined || condition === 'finished' ? {} : { state: condition };
  return { ...(step === undefined ? {} : { stepId: step }), ...state };
}

/** What is proposed to those in a condition; the finished take no orders. */
const ORDER_FOR: Record<RunCondition, BulkName> = {
  blocked: 'retry',
  held: 'resume',
  waiting: 'postpone',
  running: 'pause',
  finished: 'pause',
};

/** A search finds people whom the order's filter cannot name, and who has ended takes no orders. */
function canOrder(filter: Filter, found: number): boolean {
  return found > 0 && filter.search === undefined && filter.condition !== 'finished';
}

interface RunFiltersProps {
  filter: Filter;
  steps: Definition['steps'];
  total: number | null | undefined;
  onChange(filter: Filter): void;
}

const ANY = 'any';
const conditions = [
  { value: ANY, label: 'Any condition' },
  { value: 'running', label: 'Running' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'blocked', label: 'Blocked' },
  { value: 'held', label: 'Paused' },
  { value: 'finished', label: 'Finished' },
] as const;

function RunFilters({ filter, steps, total, onChange }: RunFiltersProps) {
  const onSearch = useCallback((search: string) => onChange({ search: search || undefined }), [onChange]);
  const stepChoices = [
    { value: ANY, label: 'Any step' },
    ...Object.entries(steps).map(([value, step]) => ({ value, label: step.title })),
  ];
  return (
    <div className="flex flex-wrap items-center gap-3">
      <SearchInput
        label="Search by name, e-mail or id"
        value={filter.search ?? ''}
        onSearch={onSearch}
        className="w-full sm:w-72"
      />
      <Select
        aria-label="Condition"
        className="w-full sm:w-44"
        choices={conditions}
        value={filter.condition ?? ANY}
        onChange={(value) => onChange({ condition: value === ANY ? undefined : value })}
      />
      <Select
        aria-label="Step"
        className="w-full sm:w-64"
        choices={stepChoices}
        value={filter.step ?? ANY}
        onChange={(value) => onChange({ step: value === ANY ? undefined : value })}
      />
      {typeof total === 'number' && (
        <p className="text-sm text-ink-soft tabular-nums" aria-live="polite">
          {total} found
        </p>
      )}
    </div>
  );
}
