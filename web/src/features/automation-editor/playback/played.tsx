import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useEditor, useEditorScope } from '../store/editor-context.tsx';
import { dayByDay, entriesUntil, standingOn } from './playback.ts';
import type { DayByDay, Playback } from './playback.ts';
import { Scrubber } from './scrubber.tsx';
import { SimulationList } from './simulation-list.tsx';
import type { Reader } from './simulated-letter.ts';

interface PlayedProps {
  playback: Playback;
  tookMs?: number;
  reader?: Reader;
}

/** Give it a `key` for each way. Somebody's way: a slider over its days, the canvas lit up to that day, and what has happened by then. */
export function Played({ playback, tookMs, reader }: PlayedProps) {
  const { store } = useEditorScope();
  const way = useMemo(() => dayByDay(playback), [playback]);
  const [day, setDay] = useState(way.days);
  useEffect(() => store.getState().show({ kind: 'way', way, day }), [store, way, day]);
  const days = useRef<HTMLElement>(null);
  useEffect(() => {
    days.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const goTo = useCallback(
    (next: number) => {
      setDay(next);
      const [here] = standingOn(way, next);
      if (here) store.getState().lookAt(here.stepId);
    },
    [store, way],
  );
  useEffect(() => () => store.getState().show(null), [store]);
  const until = useMemo(() => entriesUntil(way, day), [way, day]);
  return (
    <>
      <section
        ref={days}
        aria-label="Day by day"
        className="sticky top-0 z-20 -mx-4 flex flex-col gap-3 border-y border-line bg-surface px-4 py-3 sm:-mx-5 sm:px-5"
      >
        <Scrubber way={way} day={day} onDay={goTo} />
        <Standing way={way} day={day} />
      </section>
      <SimulationList
        entries={until}
        all={way.entries}
        zone={way.zone}
        {...(tookMs === undefined ? {} : { tookMs })}
        {...(reader ? { reader } : {})}
      />
    </>
  );
}

/** In words, for whoever does not see the canvas. */
function Standing({ way, day }: { way: DayByDay; day: number }) {
  const steps = useEditor((state) => state.document.definition.steps);
  const jump = useEditor((state) => state.jump);
  const here = standingOn(way, day);
  if (here.length === 0) return <p className="text-sm text-ink-soft">That evening the way is over.</p>;
  return (
    <p className="text-sm text-ink-soft">
      That evening {way.whose} stands at{' '}
      {here.map(({ stepId, visit }, index) => (
        <span key={`${stepId}:${visit}`}>
          {index > 0 && ', '}
          <button type="button" className="font-medium text-ink underline" onClick={() => jump(stepId)}>
            {steps[stepId]?.title ?? stepId}
          </button>
        </span>
      ))}
      .
    </p>
  );
}
