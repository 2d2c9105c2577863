import { parentPort } from 'node:worker_threads';
import { type Forecast, forecastPart } from '@gradus/flow';
import { journeyPlan, questionOf } from './journey.ts';

/** What a thread is asked: its part of so many learners. */
export interface PartAsked {
  size: number;
  first: number;
  last: number;
}
export interface PartAnswered {
  forecast: Forecast;
  cpuMs: number;
}

const plan = journeyPlan();

parentPort?.on('message', ({ size, first, last }: PartAsked) => {
  const before = process.threadCpuUsage();
  const forecast = forecastPart(plan, questionOf(size), first, last);
  const { user, system } = process.threadCpuUsage(before);
  const answer: PartAnswered = { forecast, cpuMs: (user + system) / 1_000 };
  parentPort?.postMessage(answer);
});
