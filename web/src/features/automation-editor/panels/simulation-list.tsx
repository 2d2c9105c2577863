import type { TimelineEntry } from '@gradus/contracts';
import { CalendarDays } from 'lucide-react';
import { stepKinds } from '../../../canvas/step-kinds.ts';
import { cn } from '../../../ui/class-names.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Moment, TimeReader } from '../../../ui/time/moment.tsx';
import { useEditor } from '../store/editor-context.tsx';
import { byWeek } from './simulation-weeks.ts';

/** The dated list, by week since the enrollment, in the learner's zone. */
export function SimulationList({
  entries: all,
  zone,
  tookMs,
}: {
  entries: readonly TimelineEntry[];
  zone: string;
  tookMs?: number;
}) {
  if (all.length === 0) {
    return (
      <EmptyState icon={CalendarDays} title="Nothing would happen" className="px-0 py-6">
        The learner enters and leaves at once. Connect the start to a first step.
      </EmptyState>
    );
  }
  return (
    <TimeReader zone={zone}>
      {tookMs !== undefined && (
        <p className="text-sm text-ink-soft tabular-nums" role="status">
          {all.length} entries, took {Math.max(1, Math.round(tookMs))} ms
        </p>
      )}
      <ol className="flex flex-col gap-6">
        {byWeek(all).map(({ week, entries }) => (
          <li key={week}>
            <h3 className="sticky top-0 z-10 mb-1 bg-surface py-1.5 text-sm font-semibold">Week {week}</h3>
            <ol className="flex flex-col">
              {entries.map((entry, index) => (
                <SimulationEntry key={index} entry={entry} />
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </TimeReader>
  );
}

function SimulationEntry({ entry }: { entry: TimelineEntry }) {
  const step = useEditor((state) =>
    entry.stepId ? state.document.definition.steps[entry.stepId] : undefined,
  );
  const jump = useEditor((state) => state.jump);
  const { icon: Icon, tile } = step
    ? stepKinds[step.kind]
    : { icon: CalendarDays, tile: 'bg-sunken text-ink-soft' };
  const content = (
    <>
      <span className={cn('mt-0.5 grid size-7 shrink-0 place-items-center rounded-md', tile)}>
        <Icon aria-hidden className="size-3.5" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{entry.title}</span>
        {entry.detail && <span className="block text-ink-soft">{entry.detail}</span>}
      </span>
      <Moment at={entry.at} className="shrink-0 text-right text-xs leading-5 text-ink-soft" />
    </>
  );
  const place = 'flex w-full items-start gap-3 rounded-md py-2 text-left text-sm';
  const { stepId } = entry;
  if (!stepId || !step) return <li className={place}>{content}</li>;
  return (
    <li>
      <button
        type="button"
        className={cn(place, '-mx-2 w-[calc(100%+1rem)] px-2 hover:bg-sunken')}
        onClick={() => jump(stepId)}
      >
        {content}
      </button>
    </li>
  );
}
