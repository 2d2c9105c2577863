import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Forecast, addForecasts } from '@gradus/flow';
import type { Ending } from '../stage/ending.ts';
import type { PartAnswered, PartAsked } from './part.ts';

/** How a crowd was counted: how long until the answer was there, and what the threads worked for it together. */
export interface Counted {
  forecast: Forecast;
  seconds: number;
  cpuSeconds: number;
}

/** Threads that have the engine and the plan loaded, as those of the API have. */
export class Threads {
  readonly #workers: Worker[];

  constructor(count: number, ending: Ending) {
    this.#workers = Array.from({ length: count }, () => new Worker(new URL('./part.ts', import.meta.url)));
    ending.later(async () => {
      await Promise.all(this.#workers.map((worker) => worker.terminate()));
    });
  }

  /** Each thread takes some learners at a time, so that one that is held up does not hold up the answer. */
  async count(size: number, atATime = 250): Promise<Counted> {
    const begun = performance.now();
    let next = 0;
    const parts: PartAnswered[] = [];
    const work = async (worker: Worker) => {
      while (next < size) {
        const first = next;
        next = Math.min(size, first + atATime);
        parts.push(await ask(worker, { size, first, last: next }));
      }
    };
    await Promise.all(this.#workers.map(work));
    const forecast = parts.map((part) => part.forecast).reduce(addForecasts);
    const cpuMs = parts.reduce((sum, part) => sum + part.cpuMs, 0);
    return { forecast, seconds: (performance.now() - begun) / 1_000, cpuSeconds: cpuMs / 1_000 };
  }
}

async function ask(worker: Worker, asked: PartAsked): Promise<PartAnswered> {
  const answer = once(worker, 'message');
  worker.postMessage(asked);
  const [answered] = (await answer) as [PartAnswered];
  return answered;
}
