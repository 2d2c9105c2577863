import { createContext, type ReactNode, useContext, useMemo } from 'react';
import {
  type InstantStyle,
  type ReadingClock,
  sayDistance,
  sayInstant,
  sayInstantFully,
} from './instant-text.ts';
import { useNow } from './use-now.ts';

interface Reader {
  zone: string;
  /** The clock of a learner at speed; without it, the clock on the wall. */
  now?: Date;
}

const browserZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const ReaderContext = createContext<Reader>({ zone: browserZone });

/** Everything below is said in this zone (and, for learners at speed, from this `now`). */
export function TimeReader({
  zone,
  now,
  children,
}: {
  zone: string;
  now?: Date | undefined;
  children: ReactNode;
}) {
  const at = now?.getTime();
  const reader = useMemo(() => (at === undefined ? { zone } : { zone, now: new Date(at) }), [zone, at]);
  return <ReaderContext.Provider value={reader}>{children}</ReaderContext.Provider>;
}

export function useReadingClock(): ReadingClock {
  const reader = useContext(ReaderContext);
  const now = useNow();
  return { now: reader.now ?? now, zone: reader.zone, locale: 'en-GB' };
}

interface MomentProps {
  at: string | Date;
  style?: InstantStyle;
  /** Adds or says only the distance: "Mon 1 Dec, 09:00 (in 3 days)". */
  distance?: 'beside' | 'only';
  className?: string;
}

export function Moment({ at, style = 'day-time', distance, className }: MomentProps) {
  const clock = useReadingClock();
  const date = typeof at === 'string' ? new Date(at) : at;
  const text = sayInstant(date, clock, style);
  const far = sayDistance(date, clock);
  return (
    <time dateTime={date.toISOString()} title={sayInstantFully(date, clock)} className={className}>
      {distance === 'only' ? far : text}
      {distance === 'beside' && <span className="text-ink-soft"> ({far})</span>}
    </time>
  );
}

/** What is due by itself: from a minute before, nobody counts seconds. */
export function Coming({ at }: { at: string }) {
  const { now } = useReadingClock();
  if (Date.parse(at) - now.getTime() < 60_000) return <time dateTime={at}>within a minute</time>;
  return <Moment at={at} distance="only" />;
}
