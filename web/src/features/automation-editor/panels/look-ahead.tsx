import type { FlowFinding } from '@gradus/contracts';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheckBig, CirclePlay, Telescope, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { explorationQuery, simulationQuery } from '../../../api/foreseeing/foresight.ts';
import { cn } from '../../../ui/class-names.ts';
import { Button } from '../../../ui/control/button.tsx';
import { sentenceOf } from '../../../ui/error-state.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonText } from '../../../ui/skeleton.tsx';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { whenSaved } from '../store/when-saved.ts';
import { byKind } from './by-kind.ts';
import { Played } from '../playback/played.tsx';
import { SimulationList } from '../playback/simulation-list.tsx';

/** Imagined learners in every way that the drawing can tell apart; what goes wrong for one of them comes with their days. */
export function LookAhead() {
  const { store, automation } = useEditorScope();
  const queries = useQueryClient();
  const revision = useEditor((state) => state.revision());
  // What was found stays to be worked through while the draft is mended.
  const explore = useQuery({
    ...explorationQuery(automation.id, revision),
    enabled: false,
    placeholderData: keepPreviousData,
  });
  const look = useMutation({
    // What went wrong is said by the query, or by the line above the drawing.
    meta: { quiet: true },
    mutationFn: async () => {
      await whenSaved(store);
      const { revision: saved } = store.getState();
      return queries.fetchQuery({ ...explorationQuery(automation.id, saved()), staleTime: 0 });
    },
  });
  const report = explore.data;
  return (
    <section className="flex flex-col gap-3 border-t border-line pt-4" aria-label="Look ahead">
      <h3 className="font-semibold">Look ahead</h3>
      <p className="text-sm text-ink-soft">
        Sends imagined learners through the draft who work, fall silent, fail or catch up, and looks for what
        goes wrong. Nothing is sent, nobody is touched.
      </p>
      <Button size="sm" className="self-start" busy={look.isPending} onClick={() => look.mutate()}>
        <Telescope aria-hidden /> {report ? 'Look again' : 'Look ahead'}
      </Button>
      {look.isPending && (
        <p className="text-sm text-ink-soft" role="status">
          Going through every way that the drawing can tell apart. A long journey takes some seconds.
        </p>
      )}
      {explore.isError && <Notice tone="bad">{sentenceOf(explore.error)}</Notice>}
      {report && (
        <p className="text-sm text-ink-soft tabular-nums" role="status">
          Looked at {report.ways.toLocaleString('en')} ways
          {report.complete ? ', all there are.' : '; there are more than could be looked at.'}
          {report.findings.length === 0 && ' Nothing goes wrong on any of them.'}
        </p>
      )}
      {report && report.findings.length === 0 && <CircleCheckBig aria-hidden className="size-5 text-good" />}
      {report &&
        byKind(report.findings).map(({ code, shown, folded }) => (
          <div key={code} className="flex flex-col gap-2">
            <FindingList findings={shown} />
            {folded.length > 0 && (
              <details>
                <summary className="cursor-pointer py-1 text-sm text-accent">
                  {folded.length} more of the same kind
                </summary>
                <FindingList findings={folded} />
              </details>
            )}
          </div>
        ))}
    </section>
  );
}

function FindingList({ findings }: { findings: readonly FlowFinding[] }) {
  const { schoolZone } = useEditorScope().automation.catalogue;
  return (
    <ul className="flex flex-col gap-2">
      {findings.map((finding, index) => (
        <Finding
          key={`${finding.stepId}:${finding.field}:${index}`}
          finding={finding}
          zone={finding.script.learnerZone ?? schoolZone}
        />
      ))}
    </ul>
  );
}

function Finding({ finding, zone }: { finding: FlowFinding; zone: string }) {
  const title = useEditor((state) =>
    finding.stepId ? state.document.definition.steps[finding.stepId]?.title : undefined,
  );
  const jump = useEditor((state) => state.jump);
  const grave = finding.severity === 'error';
  const Icon = grave ? CircleAlert : TriangleAlert;
  const { stepId } = finding;
  const [playing, setPlaying] = useState(false);
  return (
    <li className={cn('rounded-lg p-3 text-sm', grave ? 'bg-bad-soft' : 'bg-warn-soft')}>
      <div className="flex gap-2.5">
        <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', grave ? 'text-bad' : 'text-warn')} />
        <div className="min-w-0">
          <p className="font-medium">
            <span className="sr-only">{grave ? 'Serious: ' : 'Worth a look: '}</span>
            {title ?? 'The automation as a whole'}
          </p>
          <p>{finding.message}</p>
          {stepId && (
            <button type="button" className="mt-1 underline" onClick={() => jump(stepId)}>
              Show the step
            </button>
          )}
        </div>
      </div>
      <details
        className="mt-2 rounded-md bg-surface p-3"
        onToggle={(event) => !event.currentTarget.open && setPlaying(false)}
      >
        <summary className="cursor-pointer font-medium">How it comes to that</summary>
        <div className="mt-3 flex flex-col gap-4">
          {playing ? (
            <PlayedFinding finding={finding} zone={zone} />
          ) : (
            <>
              <Button size="sm" className="self-start" onClick={() => setPlaying(true)}>
                <CirclePlay aria-hidden /> Play it on the canvas
              </Button>
              <SimulationList entries={finding.timeline} zone={zone} />
            </>
          )}
        </div>
      </details>
    </li>
  );
}

/** The learner to whom it happens, simulated again: the same script gives the same way. */
function PlayedFinding({ finding, zone }: { finding: FlowFinding; zone: string }) {
  const { automation } = useEditorScope();
  const played = useQuery(simulationQuery(automation.id, finding.script));
  const playback = useMemo(
    () => played.data && { ...played.data, whose: 'the learner to whom it happens', zone },
    [played.data, zone],
  );
  if (played.isError) return <Notice tone="bad">{sentenceOf(played.error)}</Notice>;
  if (!playback) return <SkeletonText lines={4} />;
  return <Played playback={playback} />;
}
