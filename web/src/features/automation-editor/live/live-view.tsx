import type { Definition, Layout } from '@gradus/flow';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChartNoAxesColumnDecreasing, CirclePause, Radio, Rocket, TriangleAlert, Users } from 'lucide-react';
import { useMemo, useState } from 'react';
import { automationKeys, countsQuery, versionQuery, versionsQuery } from '../../../api/automations.ts';
import { useLive, useLiveState } from '../../../api/live.ts';
import { automationPauseQuery, bulkKeys } from '../../../api/ordering/bulk.ts';
import { runKeys } from '../../../api/runs.ts';
import { DrawingView } from '../../../canvas/drawing-view.tsx';
import { queryOverlay } from '../../../canvas/marks.ts';
import { HOLD_WORDS } from '../../../orders/pause-words.ts';
import { Button, buttonStyle } from '../../../ui/control/button.tsx';
import { Select } from '../../../ui/control/select.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Moment } from '../../../ui/time/moment.tsx';
import { useEditorScope } from '../store/editor-context.tsx';
import { Strip } from '../frame/strip.tsx';
import { Frame } from '../frame/frame.tsx';
import { countMarks } from './count-marks.ts';
import { FunnelPanel } from './funnel-panel.tsx';
import { StepPeople } from './step-people.tsx';

interface LiveViewProps {
  mayEdit: boolean;
  firstStep: string | null;
}

/** The live version (or an older one) with the people on it. */
export function LiveView({ mayEdit, firstStep }: LiveViewProps) {
  const { automation } = useEditorScope();
  const client = useQueryClient();
  const { live, id } = automation;
  useLive({
    [`automation:${id}`]: [
      automationKeys.counts(id),
      automationKeys.versions(id),
      runKeys.lists(),
      bulkKeys.pause(id),
    ],
  });
  const [versionId, setVersionId] = useState(live?.versionId ?? null);
  const older = useQuery({
    ...versionQuery(id, versionId ?? ''),
    enabled: versionId !== null && versionId !== live?.versionId,
  });
  const drawn = versionId === live?.versionId ? live : older.data;
  const [selectedId, select] = useState<string | null>(firstStep);
  const [focus, setFocus] = useState(firstStep ? { stepId: firstStep, nonce: 0 } : null);
  const [funnel, setFunnel] = useState(false);
  const overlay = useMemo(
    () =>
      queryOverlay(client, countsQuery(id, versionId ?? undefined), (counts) =>
        countMarks(counts, Object.keys((drawn?.definition as Definition | undefined)?.steps ?? {})),
      ),
    [client, id, versionId, drawn],
  );
  const actions = useMemo(
    () => ({
      select: (stepId: string | null) => {
        select(stepId);
        if (stepId) setFunnel(false);
      },
    }),
    [],
  );
  if (!live) {
    return (
      <Frame show="live" mayEdit={mayEdit} banner={null} panel={null}>
        <EmptyState icon={Rocket} title="Nothing is live yet">
          {mayEdit
            ? 'Publish the draft. From then on you see here how many learners wait, are held up or went through on every step.'
            : 'It has not been published, so nobody can be inside.'}
        </EmptyState>
      </Frame>
    );
  }
  return (
    <Frame
      show="live"
      mayEdit={mayEdit}
      banner={<LiveBanner versionId={versionId} onVersion={setVersionId} />}
      tools={<LiveTools funnel={funnel} onFunnel={setFunnel} />}
      panel={
        funnel ? (
          <FunnelPanel
            versionId={versionId ?? undefined}
            onClose={() => setFunnel(false)}
            onStep={(stepId) => {
              setFunnel(false);
              select(stepId);
              setFocus((last) => ({ stepId, nonce: (last?.nonce ?? 0) + 1 }));
            }}
          />
        ) : selectedId && drawn && isDrawn(drawn.definition, selectedId) ? (
          <StepPeople
            key={selectedId}
            definition={drawn.definition as Definition}
            versionId={versionId}
            stepId={selectedId}
            onClose={() => select(null)}
          />
        ) : null
      }
    >
      {drawn && (
        <DrawingView
          mode="watch"
          definition={drawn.definition as Definition}
          layout={drawn.layout as Layout}
          catalogue={automation.catalogue}
          overlay={overlay}
          selectedId={selectedId}
          actions={actions}
          focus={focus}
        />
      )}
    </Frame>
  );
}

/** A step of another version may be chosen still. */
const isDrawn = (definition: object, stepId: string) => stepId in (definition as Definition).steps;

interface LiveBannerProps {
  versionId: string | null;
  onVersion(versionId: string): void;
}

function LiveTools({ funnel, onFunnel }: { funnel: boolean; onFunnel(shown: boolean): void }) {
  const { automation } = useEditorScope();
  return (
    <>
      <Button size="sm" aria-pressed={funnel} onClick={() => onFunnel(!funnel)}>
        <ChartNoAxesColumnDecreasing aria-hidden /> Funnel
      </Button>
      <Link
        to="/automations/$automationId/runs"
        params={{ automationId: automation.id }}
        search={{}}
        className={buttonStyle({ size: 'sm' })}
      >
        <Users aria-hidden /> Learners
      </Link>
    </>
  );
}

function LiveBanner({ versionId, onVersion }: LiveBannerProps) {
  const { automation } = useEditorScope();
  const away = useLiveState() === 'reconnecting';
  const counts = useQuery(countsQuery(automation.id, versionId ?? undefined)).data;
  const versions =
    useInfiniteQuery(versionsQuery(automation.id)).data?.pages.flatMap((page) => page.items) ?? [];
  const shown = versions.find((version) => version.id === versionId);
  const live = automation.live;
  const choices = versions.map((version) => ({
    value: version.id,
    label: `Version ${version.number}${version.live ? ', live' : ''}`,
    hint: version.openRuns === 1 ? '1 learner inside' : `${version.openRuns} learners inside`,
  }));
  return (
    <>
      <Strip
        className={away ? 'bg-warn-soft text-warn' : 'bg-good-soft text-good'}
        icon={<Radio aria-hidden className="size-4 shrink-0" />}
        action={
          choices.length > 1 && (
            <Select
              aria-label="Which version"
              className="h-8 w-44 text-[0.8125rem]"
              choices={choices}
              value={versionId}
              onChange={onVersion}
            />
          )
        }
      >
        <strong className="font-semibold">
          {versionId === live?.versionId
            ? `Live, version ${live?.number}.`
            : `Older, version ${shown?.number ?? '…'}.`}
        </strong>{' '}
        {counts &&
          (counts.openRuns === 1 ? '1 learner is inside.' : `${counts.openRuns} learners are inside.`)}{' '}
        {live && versionId === live.versionId && (
          <>
            Published <Moment at={live.publishedAt} distance="only" />.
          </>
        )}{' '}
        {away ? 'Reconnecting; the numbers may be a little old.' : 'The numbers move by themselves.'}
      </Strip>
      <PausedStrip />
      {counts && !counts.conserved && (
        <Strip
          alert
          className="bg-bad-soft text-bad"
          icon={<TriangleAlert aria-hidden className="size-4 shrink-0" />}
        >
          <strong className="font-semibold">The numbers do not add up</strong> on the steps marked red. Do not
          publish; tell operations.
        </Strip>
      )}
    </>
  );
}

function PausedStrip() {
  const { automation } = useEditorScope();
  const paused = useQuery(automationPauseQuery(automation.id)).data?.paused;
  if (!paused) return null;
  return (
    <Strip className="bg-warn-soft text-warn" icon={<CirclePause aria-hidden className="size-4 shrink-0" />}>
      <strong className="font-semibold">Paused</strong> since <Moment at={paused.since} />
      {paused.by && `, by ${paused.by}`}. {HOLD_WORDS[paused.hold]}
    </Strip>
  );
}
