import type { AutomationSummary } from '@gradus/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Archive, GraduationCap, Megaphone, OctagonAlert, Pencil, Plus, Workflow } from 'lucide-react';
import { useState } from 'react';
import { automationKeys, automationsQuery } from '../../api/automations.ts';
import { useLive } from '../../api/live.ts';
import { useMe } from '../../api/session.ts';
import { Card } from '../../ui/card.tsx';
import { Button } from '../../ui/control/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { MoreButton } from '../../ui/more-button.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Badge, Status } from '../../ui/status.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { AutomationMenu } from './automation-menu.tsx';
import { NewCampaignDialog } from './new-campaign-dialog.tsx';

export function AutomationListPage() {
  const [archived, setArchived] = useState(false);
  const [making, setMaking] = useState(false);
  const query = useInfiniteQuery(automationsQuery({ archived }));
  const mayEdit = useMe()?.role !== 'ops';
  const automations = query.data?.pages.flatMap((page) => page.items) ?? [];
  useLive(Object.fromEntries(automations.map(({ id }) => [`automation:${id}`, [automationKeys.lists()]])));
  return (
    <Page title="Automations" width="wide">
      <PageHeader
        title="Automations"
        description="A journey delivers a course, a campaign does everything around it. You draw them, simulate them, publish them, and watch every learner on the same drawing."
        actions={
          mayEdit && (
            <Button variant="primary" onClick={() => setMaking(true)}>
              <Plus aria-hidden /> New campaign
            </Button>
          )
        }
      />
      <div className="mb-4 flex justify-end">
        <Button
          size="sm"
          variant="quiet"
          aria-pressed={archived}
          onClick={() => setArchived((shown) => !shown)}
        >
          <Archive aria-hidden /> {archived ? 'Show those in use' : 'Show those put away'}
        </Button>
      </div>
      {query.isPending && (
        <div aria-busy className="flex flex-col gap-3">
          <Skeleton className="h-24 rounded-xl" />
          <Skeleton className="h-24 rounded-xl" />
        </div>
      )}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && automations.length === 0 && (
        <Card>
          {archived ? (
            <EmptyState icon={Archive} title="Nothing is put away">
              A campaign that is not needed any more can be put away; it is kept here with all its runs.
            </EmptyState>
          ) : (
            <EmptyState icon={Workflow} title="No automations yet">
              When a course is imported, its journey is generated from the outline and appears here, ready to
              be changed.
            </EmptyState>
          )}
        </Card>
      )}
      <ul className="flex flex-col gap-3">
        {automations.map((automation) => (
          <AutomationRow key={automation.id} automation={automation} mayEdit={mayEdit} />
        ))}
      </ul>
      <MoreButton {...query} />
      <NewCampaignDialog open={making} onOpenChange={setMaking} />
    </Page>
  );
}

function AutomationRow({ automation, mayEdit }: { automation: AutomationSummary; mayEdit: boolean }) {
  const Icon = automation.use === 'journey' ? GraduationCap : Megaphone;
  const { running, blocked, finished } = automation.counts;
  return (
    <li>
      <Card className="relative flex flex-wrap items-center gap-x-6 gap-y-3 px-5 py-4 transition-shadow hover:shadow-high sm:px-6">
        <span className="grid size-11 shrink-0 place-items-center rounded-full bg-accent-soft text-accent">
          <Icon aria-hidden className="size-5" />
        </span>
        <div className="min-w-0 flex-1 basis-64">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
            <h2 className="font-semibold">
              <Link
                to="/automations/$automationId"
                params={{ automationId: automation.id }}
                search={{}}
                className="after:absolute after:inset-0 after:rounded-xl focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
              >
                {automation.name}
              </Link>
            </h2>
            {automation.liveVersion === null ? (
              <Status look="idle">Never published</Status>
            ) : (
              <Status look="running">Live, version {automation.liveVersion}</Status>
            )}
            {automation.draftChanged && automation.liveVersion !== null && (
              <Badge tone="warn" icon={Pencil}>
                Draft has changes
              </Badge>
            )}
          </div>
          <p className="mt-1 text-sm text-ink-soft">
            {aboutOf(automation)} · edited <Moment at={automation.updatedAt} distance="only" />
          </p>
        </div>
        <dl className="flex gap-6 text-sm tabular-nums">
          <Figure label="under way" value={running} />
          <Figure label="blocked" value={blocked} alarm={blocked > 0} />
          <Figure label="finished" value={finished} />
        </dl>
        {mayEdit && <AutomationMenu automation={automation} />}
      </Card>
    </li>
  );
}

function Figure({ label, value, alarm = false }: { label: string; value: number; alarm?: boolean }) {
  return (
    <div className={alarm ? 'text-bad' : ''}>
      <dd className="flex items-center gap-1 text-lg font-semibold">
        {alarm && <OctagonAlert aria-hidden className="size-4" />}
        {value}
      </dd>
      <dt className={alarm ? '' : 'text-ink-soft'}>{label}</dt>
    </div>
  );
}

function aboutOf({ use, courseTitle }: AutomationSummary): string {
  if (use === 'journey') return `Delivers ${courseTitle}`;
  return courseTitle ? `Campaign for ${courseTitle}` : 'Campaign';
}
