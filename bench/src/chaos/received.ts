import type { Line } from '../history/line.ts';
import type { LearnerStory } from '../kill/learner-story.ts';

interface Receipt {
  /** Who got it. */
  process: string;
  step: string;
  kind: string;
  at: number;
  /** Left out: the key of the step's first visit. */
  key?: string;
}

/** An effect of a learner's, as the one who got it writes it down. */
export function received(story: LearnerStory, { process, step, kind, at, key }: Receipt): Line {
  return {
    t0: at,
    t1: at,
    process,
    op: 'receive',
    key: key ?? `${story.runId}:${step}:1`,
    args: { enrollment: story.userId, kind, order: Number(/\d+/.exec(step)?.[0] ?? 0), step, visit: 1 },
    result: 'ok',
  };
}
