import type { RunDetail } from '@gradus/contracts';
import { History } from 'lucide-react';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Moment, useReadingClock } from '../../ui/time/moment.tsx';
import { sayInstant } from '../../ui/time/instant-text.ts';

type RunEvent = RunDetail['events'][number];

/** All that happened, newest first, by day of the learner. */
export function RunTimeline({ run, onSelect }: { run: RunDetail; onSelect(stepId: string): void }) {
  const clock = useReadingClock();
  if (run.events.length === 0) {
    return (
      <EmptyState icon={History} title="Nothing has happened yet" className="px-0 py-8">
        Every move of this run is written down here.
      </EmptyState>
    );
  }
  const days = groupByDay(run.events, (at) => sayInstant(new Date(at), clock, 'day'));
  return (
    <ol className="flex flex-col gap-5">
      {days.map(([day, events]) => (
        <li key={`${day}:${events[0]?.seq}`}>
          <h3 className="mb-2 text-xs font-medium text-ink-soft">{day}</h3>
          <ol className="flex flex-col border-l-2 border-line">
            {events.map((event) => (
              <TimelineEntry key={event.seq} event={event} onSelect={onSelect} />
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

function TimelineEntry({ event, onSelect }: { event: RunEvent; onSelect(stepId: string): void }) {
  const { stepId } = event;
  const text = (
    <>
      <Moment at={event.at} style="time" className="w-11 shrink-0 text-ink-soft" />
      <span className="min-w-0 break-words">{event.text}</span>
    </>
  );
  const place =
    'relative flex w-full gap-3 py-1.5 pl-4 text-left text-sm before:absolute before:top-3 before:-left-[5px] before:size-2 before:rounded-full before:bg-line-strong';
  if (!stepId) return <li className={place}>{text}</li>;
  return (
    <li>
      <button
        type="button"
        className={`${place} rounded-sm hover:bg-sunken`}
        onClick={() => onSelect(stepId)}
      >
        {text}
      </button>
    </li>
  );
}

function groupByDay(events: RunEvent[], dayOf: (at: string) => string): [string, RunEvent[]][] {
  const days: [string, RunEvent[]][] = [];
  for (const event of [...events].sort((a, b) => b.seq - a.seq)) {
    const day = dayOf(event.at);
    const last = days.at(-1);
    if (last?.[0] === day) last[1].push(event);
    else days.push([day, [event]]);
  }
  return days;
}
