import type { CourseProgress } from '@gradus/contracts';

/** A browser's timer cannot wait longer than this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1_000;

/** Real milliseconds until the next week opens by the clock alone, or null when none will. */
export function nextOpening(
  progress: Pick<CourseProgress, 'modules' | 'virtualNow' | 'speed'>,
): number | null {
  const now = Date.parse(progress.virtualNow);
  const waits = progress.modules
    .filter((module) => module.state === 'scheduled' && module.unlockAt !== null)
    .map((module) => (Date.parse(module.unlockAt ?? '') - now) / progress.speed)
    .filter((ms) => ms <= LONGEST_TIMER_MS);
  return waits.length === 0 ? null : Math.max(0, Math.min(...waits));
}
