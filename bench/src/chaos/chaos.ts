import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { runWorkflowId } from '@gradus/contracts/processes';
import { step } from '../../../scripts/progress.ts';
import { Refusal } from '../../../scripts/refusal.ts';
import { readFlags } from '../flags.ts';
import { checkHistory } from '../history/check-history.ts';
import { logTo, readLog } from '../history/line.ts';
import { checkConservation } from '../kill/counting/conservation.ts';
import { printTally, takeTally } from '../kill/counting/tally.ts';
import { COURSE, SETTINGS, TWELVE_WEEKS } from '../kill/course.ts';
import { seedCrowd } from '../kill/crowd.ts';
import { crowdIsQuiet } from '../kill/quiet.ts';
import { printTable } from '../report/table.ts';
import type { Ending } from '../stage/ending.ts';
import { loseTemporal } from '../stage/lose-temporal.ts';
import { type Stage, openStage } from '../stage/stage.ts';
import { readHistory } from './evidence.ts';
import { type Strike, strikeParts, withoutPostgres } from './outages.ts';

/** Help of `npm run bench -- chaos`. */
export const usage = `npm run bench -- chaos [--learners 60] [--strikes 20] [--seconds 420] [--outage-seconds 60] [--most-minutes 30]

  --learners        who goes through the twelve-week course meanwhile
  --strikes         SIGKILLs, over worker, API, PostgreSQL, Temporal and Valkey in turn, at four moments each
  --seconds         real time that twelve weeks take
  --outage-seconds  PostgreSQL away for so long
  --most-minutes    after which it stops by itself, without a result`;

/** Runs whose histories are looked at. */
const SAMPLE = 20;

/** Everything dies in turn, then the database is away, then Temporal's is lost; the effects are counted where they arrive. */
export async function run(args: readonly string[], ending: Ending): Promise<Record<string, unknown>> {
  const flags = readFlags(args, {
    learners: 60,
    strikes: 20,
    seconds: 420,
    'outage-seconds': 60,
    'most-minutes': 30,
  });
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () => reject(new Refusal(`Not over after ${flags['most-minutes']} minutes; nothing was measured.`)),
      flags['most-minutes'] * 60_000,
    );
    ending.later(() => clearTimeout(timer));
  });
  return Promise.race([play(flags, ending), late]);
}

async function play(
  flags: { learners: number; strikes: number; seconds: number; 'outage-seconds': number },
  ending: Ending,
): Promise<Record<string, unknown>> {
  const stage = await openStage(ending, SETTINGS, { standIns: true, api: true });
  const log = path.join(stage.settings.data, 'client.jsonl');
  const crowd = await seedCrowd(stage, ending, COURSE, 'chaos', flags.learners, logTo(log));
  const userIds = crowd.members.map(({ userId }) => userId);
  console.log(`\n${flags.learners} learners set out.`);
  const enrolled = crowd.enrol(TWELVE_WEEKS / flags.seconds, flags.seconds / 8);
  const studying = crowd.study();
  await pause(5_000);
  const strikes = await strikeParts(stage, ending, flags.strikes);
  await enrolled;
  const eventsDuringOutage = await step(`PostgreSQL is away for ${flags['outage-seconds']} s`, () =>
    outage(stage, ending, userIds, flags['outage-seconds']),
  );
  await step("Temporal's database is lost", () => loseTemporal(stage));
  const unrest = await step('Waiting until all is quiet', () => crowdIsQuiet(stage, ending, crowd));
  await crowd.stop();
  await studying;
  const tally = await takeTally(stage, crowd, COURSE, unrest);
  tell(strikes);
  printTally('After all that', tally);
  const wrong = await checkConservation(stage.db);
  const violations = checkHistory(await readHistory(stage, COURSE, userIds, readLog(log)));
  for (const sentence of [...wrong, ...Object.entries(violations).map(([name, all]) => `${name}: ${all[0]}`)])
    console.log(`  wrong: ${sentence}`);
  return {
    strikes: strikes.length,
    momentsMet: strikes.filter(({ met }) => met).length,
    learners: flags.learners,
    ...tally.figures,
    eventsDuringOutage,
    conserved: wrong.length === 0,
    violations: Object.values(violations).flat().length,
  };
}

const tell = (strikes: readonly Strike[]) =>
  printTable(
    'Kills',
    strikes.map(({ part, moment, met, downMs }) => ({
      part,
      while: moment,
      met: met ? 'yes' : 'no, killed all the same',
      'back after ms': downMs,
    })),
  );

/** The most events that any of the runs looked at wrote while the database was away. */
async function outage(stage: Stage, ending: Ending, userIds: string[], seconds: number): Promise<number> {
  const { rows } = await stage.db.query<{ id: string }>(
    'SELECT id FROM runs WHERE user_id = ANY($1::uuid[]) AND finished_at IS NULL ORDER BY wake_at LIMIT $2',
    [userIds, SAMPLE],
  );
  const connection = await Connection.connect({ address: stage.services.temporalAddress });
  ending.later(() => connection.close());
  const client = new Client({ connection });
  const lengths = () =>
    Promise.all(
      rows.map(({ id }) =>
        client.workflow
          .getHandle(runWorkflowId(id))
          .describe()
          .then(
            ({ runId, historyLength }) => ({ runId, historyLength }),
            () => null,
          ),
      ),
    );
  const before = await lengths();
  const after = await withoutPostgres(stage, seconds, lengths);
  return Math.max(
    0,
    ...after.map((now, at) => {
      const was = before[at];
      if (!now || !was) return 0;
      return now.runId === was.runId ? now.historyLength - was.historyLength : now.historyLength;
    }),
  );
}
