import { FastForward } from 'lucide-react';
import { SimulatedBadge } from '../../../ui/status.tsx';
import { Moment } from '../../../ui/time/moment.tsx';

/** For learners on a fast clock: which day they believe it is, and how fast it goes. */
export function SpeedBanner({ now, speed, simulated }: { now: Date; speed: number; simulated: boolean }) {
  return (
    <aside
      aria-label="Simulated time"
      className="flex flex-wrap items-center gap-x-5 gap-y-2 rounded-lg bg-warn-soft px-4 py-3 text-[0.9375rem]"
    >
      <span className="flex items-center gap-2 font-medium text-warn">
        <FastForward className="size-4.5" aria-hidden />
        {sayFactor(speed)}
      </span>
      <span>
        On this clock it is <Moment at={now} className="font-medium tabular-nums" />
      </span>
      {simulated && (
        <span className="ml-auto">
          <SimulatedBadge>Simulated learner</SimulatedBadge>
        </span>
      )}
    </aside>
  );
}

/** "A week passes in 6 seconds". */
function sayFactor(speed: number): string {
  const secondsAWeek = (7 * 86_400) / speed;
  if (secondsAWeek < 1) return 'More than a week passes in a second';
  if (secondsAWeek < 90) return `A week passes in ${Math.round(secondsAWeek)} seconds`;
  return `Time runs ${Math.round(speed).toLocaleString('en-GB')} times as fast as usual`;
}
