import { Pause, Play, SkipBack } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Button } from '../../../ui/control/button.tsx';
import { sayDay } from './playback.ts';
import type { DayByDay } from './playback.ts';

/** A day of the journey for so long when it is played. */
const A_DAY_MS = 140;

interface ScrubberProps {
  way: DayByDay;
  day: number;
  onDay(day: number): void;
}

/** The days of a journey on one slider: arrows move by a day, Page Up and Page Down by a week. */
export function Scrubber({ way, day, onDay }: ScrubberProps) {
  const id = useId();
  const [started, setPlaying] = useState(false);
  const atEnd = day >= way.days;
  const playing = started && !atEnd;
  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => onDay(day + 1), A_DAY_MS);
    return () => clearTimeout(timer);
  }, [playing, day, onDay]);
  const byWeek = (event: KeyboardEvent) => {
    const step = event.key === 'PageUp' ? 7 : event.key === 'PageDown' ? -7 : 0;
    if (step === 0) return;
    event.preventDefault();
    onDay(Math.min(way.days, Math.max(1, day + step)));
  };
  const weeks = Math.ceil(way.days / 7);
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="text-sm font-medium tabular-nums">
        {sayDay(way, day)}
      </label>
      <div className="flex items-center gap-2">
        <Button
          size="icon-sm"
          aria-label="Back to the first day"
          onClick={() => onDay(1)}
          disabled={day <= 1}
        >
          <SkipBack aria-hidden />
        </Button>
        <Button
          size="icon-sm"
          aria-label={playing ? 'Stop playing' : 'Play day by day'}
          onClick={() => {
            if (!playing && atEnd) onDay(1);
            setPlaying(!playing);
          }}
        >
          {playing ? <Pause aria-hidden /> : <Play aria-hidden />}
        </Button>
        <input
          id={id}
          type="range"
          min={1}
          max={way.days}
          step={1}
          value={day}
          aria-valuetext={sayDay(way, day)}
          onKeyDown={byWeek}
          onChange={(event) => {
            setPlaying(false);
            onDay(Number(event.target.value));
          }}
          className="h-6 min-w-0 flex-1 cursor-pointer accent-(--accent)"
        />
      </div>
      <p className="text-xs text-ink-soft tabular-nums">
        {weeks === 1 ? 'One week' : `${weeks} weeks`} in all.
        <span className="max-sm:sr-only"> Arrows move by a day, Page Up and Page Down by a week.</span>
      </p>
    </div>
  );
}
