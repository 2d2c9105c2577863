import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { step } from '../../../scripts/progress.ts';
import { readFlags } from '../flags.ts';
import { measureLimits } from '../report/limits.ts';
import { printFigures, printTable } from '../report/table.ts';
import type { Ending } from '../stage/ending.ts';
import { loseTemporal } from '../stage/lose-temporal.ts';
import { type Stage, openStage } from '../stage/stage.ts';
import { checkConservation } from './counting/conservation.ts';
import { COURSE, SETTINGS, TWELVE_WEEKS } from './course.ts';
import { type Crowd, seedCrowd } from './crowd.ts';
import { type Strike, strikeAll } from './strikes.ts';
import { type Tally, takeTally, printTally } from './counting/tally.ts';
import { putMoneyIntoJourney } from './money-journey.ts';
import { crowdIsQuiet } from './quiet.ts';

/** Help of `npm run bench -- kill`. */
export const usage = `npm run bench -- kill [--learners 200] [--kills 31] [--seconds 300] [--enrol-seconds 60] [--second-batch 50] [--money]

  --learners      who goes through the twelve-week course while the worker is killed
  --kills         at most so many kills, each at a phase of its own
  --seconds       real time that twelve weeks take
  --enrol-seconds over which the learners enrol
  --second-batch  learners in mid-course when Temporal's database is deleted; 0 leaves that part out
  --money         only the phases in which money moves`;

/** Counts effects at their receivers while the worker is killed, and after Temporal's database is gone. */
export async function run(args: readonly string[], ending: Ending): Promise<Record<string, unknown>> {
  const flags = readFlags(args, {
    learners: 200,
    kills: 31,
    seconds: 300,
    'enrol-seconds': 60,
    'second-batch': 50,
    money: false,
  });
  const stage = await openStage(ending, SETTINGS, { standIns: true, api: true });
  const limits = [await measureLimits(stage.db, stage.settings.data)];
  const speed = TWELVE_WEEKS / flags.seconds;
  const begun = Date.now();

  await putMoneyIntoJourney(stage, COURSE);
  const crowd = await seedCrowd(stage, ending, COURSE, 'kill', flags.learners);
  const { strikes, tally } = await playKilling(stage, ending, crowd, speed, flags);
  const killedFor = Math.round((Date.now() - begun) / 1_000);
  const afterLoss =
    flags['second-batch'] > 0 ? await playLoss(stage, ending, speed, flags['second-batch']) : null;

  const wrong = await checkConservation(stage.db);
  for (const sentence of wrong.slice(0, 20)) console.log(`  does not add up: ${sentence}`);
  limits.push(await measureLimits(stage.db, stage.settings.data));
  printFigures('Limits of the machine, before and after', {
    'one-row commits a second, 16 connections': limits.map((one) => one.insertCommits).join(' / '),
    'fdatasync of 8 kB a second': limits.map((one) => one.fdatasyncs).join(' / '),
    'rounds of a CPU loop a second': limits.map((one) => one.cpuRounds).join(' / '),
  });
  return {
    kills: strikes.length,
    phasesMet: strikes.filter(({ met }) => met).length,
    learners: flags.learners,
    ...tally.figures,
    ...(afterLoss ? { afterLoss: afterLoss.figures } : {}),
    conserved: wrong.length === 0,
    swept: await sweptBy(stage),
    seconds: killedFor,
    limits,
  };
}

async function playKilling(
  stage: Stage,
  ending: Ending,
  crowd: Crowd,
  speed: number,
  flags: { kills: number; money: boolean; 'enrol-seconds': number },
): Promise<{ strikes: Strike[]; tally: Tally }> {
  console.log(`\n${crowd.members.length} learners set out; the worker is killed ${flags.kills} times.`);
  const connection = await Connection.connect({ address: stage.services.temporalAddress });
  ending.later(() => connection.close());
  const scene = {
    stage,
    temporal: new Client({ connection }),
    userIds: crowd.members.map(({ userId }) => userId),
    kill: () => stage.worker.kill(),
  };
  const enrolled = crowd.enrol(speed, flags['enrol-seconds']);
  const studying = crowd.study();
  const strikes = await strikeAll(scene, flags);
  await enrolled;
  printTable(
    'Kills',
    strikes.map(({ name, met, waitedMs, downMs }, at) => ({
      no: at + 1,
      phase: name,
      met: met ? 'yes' : 'no, killed all the same',
      'waited ms': waitedMs,
      'down ms': downMs,
    })),
  );
  const tally = await settle(stage, ending, crowd, studying);
  printTally(`After ${strikes.length} kills`, tally);
  return { strikes, tally };
}

/** A second crowd is in mid-course when everything is stopped and Temporal's database deleted. */
async function playLoss(stage: Stage, ending: Ending, speed: number, count: number): Promise<Tally> {
  console.log(`\n${count} more learners set out; in mid-course Temporal's database is deleted.`);
  const crowd = await seedCrowd(stage, ending, COURSE, 'loss', count);
  const studying = crowd.study();
  await crowd.enrol(speed, 10);
  await pause(((42 * 86_400) / speed) * 1_000);
  const deleted = await loseTemporal(stage);
  console.log(`Stopped everything, deleted ${deleted} and started again.`);
  const tally = await settle(stage, ending, crowd, studying);
  printTally("After the loss of Temporal's database", tally);
  return tally;
}

async function settle(stage: Stage, ending: Ending, crowd: Crowd, studying: Promise<void>): Promise<Tally> {
  const unrest = await step('Waiting until all is quiet', () => crowdIsQuiet(stage, ending, crowd));
  await crowd.stop();
  await studying;
  return takeTally(stage, crowd, COURSE, unrest);
}

/** What the sweep had to mend, by kind. */
async function sweptBy(stage: Stage): Promise<Record<string, number>> {
  const { rows } = await stage.db.query<{ kind: string; n: number }>(
    'SELECT kind, count(*)::int AS n FROM sweep_findings GROUP BY kind ORDER BY kind',
  );
  const swept = Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
  printFigures('Mended by the sweep (all parts)', swept);
  return swept;
}
