import type { Client } from '@temporalio/client';
import type { Stage } from '../../stage/stage.ts';

/** When in the life of the crowd a phase can be met. */
export type Part = 'enrolling' | 'studying' | 'finishing';

/** What a phase works with. `kill` ends the worker at once with SIGKILL. */
export interface Scene {
  stage: Stage;
  temporal: Client;
  userIds: readonly string[];
  kill(): Promise<void>;
}

/** A moment of a turn or of an effect at which the worker is killed. */
export interface Phase {
  name: string;
  part: Part;
  /** Waits for the moment and kills. Answers whether the moment was met; the worker is dead in either case. */
  strike(scene: Scene): Promise<boolean>;
}

/** Asks until it is true, at most so many seconds. */
export async function until(
  question: () => Promise<boolean>,
  seconds: number,
  everyMs = 4,
): Promise<boolean> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    if (await question().catch(() => false)) return true;
    if (Date.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Sets the switches of a stand-in; what is not named goes back to normal. */
export async function setFault(url: string, fault: object): Promise<void> {
  await fetch(`${url}/api/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
}
