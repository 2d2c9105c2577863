import { type Plan, memberOf, simulate } from '@gradus/flow';
import { readFlags } from '../flags.ts';
import { median, rounded } from '../report/ratios.ts';
import { printFigures, printTable } from '../report/table.ts';
import type { Ending } from '../stage/ending.ts';
import { byHand } from './by-hand.ts';
import { HORIZON_DAYS, course, crowdOf, journeyPlan } from './journey.ts';
import { type Counted, Threads } from './threads.ts';

/** Help of `npm run bench -- simulate`. */
export const usage = `npm run bench -- simulate [--learners 10000] [--rounds 5] [--threads 2]

  --learners  in the crowd of the forecast
  --rounds    how often the crowd is counted, each time beside the program written by hand for this one journey
  --threads   that share the crowd`;

interface Round extends Counted {
  byHandSeconds: number;
}

/** How long one imagined learner takes with every sentence written, and ten thousand with everything counted. */
export async function run(args: readonly string[], ending: Ending): Promise<Record<string, unknown>> {
  const flags = readFlags(args, { learners: 10_000, rounds: 5, threads: 2 });
  const one = oneLearner(journeyPlan());
  const threads = new Threads(flags.threads, ending);
  const cold = await threads.count(flags.learners);
  byHand(flags.learners);
  const rounds: Round[] = [];
  for (let at = 0; at < flags.rounds; at += 1) {
    const begun = performance.now();
    byHand(flags.learners);
    const byHandSeconds = (performance.now() - begun) / 1_000;
    rounds.push({ ...(await threads.count(flags.learners)), byHandSeconds });
  }
  return report(one, cold, rounds, flags);
}

/** Milliseconds for each of some hundred different learners, one after the other. */
function oneLearner(plan: Plan): number[] {
  const crowd = crowdOf(1_000);
  const times: number[] = [];
  for (let index = 0; index < 600; index += 1) {
    const scenario = { ...memberOf(crowd, index), ...course, horizonDays: HORIZON_DAYS };
    const begun = performance.now();
    simulate(plan, scenario);
    times.push(performance.now() - begun);
  }
  return times;
}

function report(one: number[], cold: Counted, rounds: Round[], flags: { learners: number; threads: number }) {
  const settled = one.slice(100);
  const sorted = [...settled].sort((a, b) => a - b);
  printFigures('One learner through twelve weeks, every line of the dated list written', {
    'the very first, ms': rounded(one[0] ?? 0),
    'median, ms': rounded(median(settled), 3),
    'slowest of a hundred, ms': rounded(sorted[Math.floor(sorted.length * 0.99)] ?? 0, 3),
  });
  printTable(
    `${flags.learners} learners on ${flags.threads} threads: where everybody is each Monday, every message, every grade`,
    rounds.map(({ seconds, cpuSeconds, byHandSeconds }) => ({
      'engine s': rounded(seconds),
      'engine CPU s': rounded(cpuSeconds),
      'by hand s (1 thread)': rounded(byHandSeconds, 3),
      'CPU ms per learner': rounded((cpuSeconds * 1_000) / flags.learners, 3),
    })),
  );
  const last = rounds.at(-1);
  const hand = byHand(flags.learners);
  printFigures('The same crowd, both ways', {
    'messages, engine / by hand': `${last?.forecast.messages.total} / ${hand.messages}`,
    'work handed in, engine / by hand': `${last?.forecast.submissions.total} / ${hand.submissions}`,
    'completed, engine / by hand': `${last?.forecast.finished.completed.at(-1)} / ${hand.completed}`,
  });
  const floor = median(rounds.map(({ byHandSeconds }) => byHandSeconds));
  const cpuSeconds = median(rounds.map((round) => round.cpuSeconds));
  return {
    oneMs: rounded(median(settled), 3),
    tenThousandSeconds: rounded(median(rounds.map(({ seconds }) => seconds))),
    learners: flags.learners,
    threads: flags.threads,
    cpuSeconds: rounded(cpuSeconds),
    coldSeconds: rounded(cold.seconds),
    floorSeconds: rounded(floor, 3),
    floorRatio: rounded(cpuSeconds / floor, 1),
  };
}
