import { useEffect, useState } from 'react';
import type { CourseProgress } from '@gradus/contracts';

/** The learner's now, running on between two readings when their clock is a fast one. */
export function useVirtualNow(
  progress: Pick<CourseProgress, 'virtualNow' | 'speed' | 'state'>,
  readAt: number,
): Date | undefined {
  const [now, setNow] = useState(() => Date.now());
  const fast = progress.speed !== 1;
  const moving = fast && progress.state === 'active';
  useEffect(() => {
    if (!moving) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [moving]);
  if (!fast) return undefined;
  const passed = moving ? Math.max(0, now - readAt) * progress.speed : 0;
  return new Date(Date.parse(progress.virtualNow) + passed);
}
