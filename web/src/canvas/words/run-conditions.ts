import type { RunCondition } from '@gradus/contracts';
import type { StatusLook } from '../../ui/status.tsx';

interface RunLook {
  look: StatusLook;
  word: string;
}

const looks: Record<Exclude<RunCondition, 'finished'>, RunLook> = {
  running: { look: 'running', word: 'Under way' },
  waiting: { look: 'waiting', word: 'Waiting' },
  blocked: { look: 'blocked', word: 'Blocked' },
  held: { look: 'held', word: 'Paused' },
};

const outcomes: Record<string, RunLook> = {
  completed: { look: 'done', word: 'Completed' },
  ended: { look: 'idle', word: 'Ended' },
  exited: { look: 'idle', word: 'Taken out' },
};

/** How a run's condition is shown everywhere: an icon and one word. */
export function runLook(run: { condition: RunCondition; outcome: string | null }): RunLook {
  if (run.condition !== 'finished') return looks[run.condition];
  return outcomes[run.outcome ?? ''] ?? { look: 'done', word: 'Finished' };
}
