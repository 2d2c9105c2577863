import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { runWorkflowId } from '@gradus/contracts/processes';
import { step } from '../../../scripts/progress.ts';
import { Refusal } from '../../../scripts/refusal.ts';
import { readFlags } from '../flags.ts';
import { type Invariant, checkHistory } from '../history/check-history.ts';
import { type History, logTo, readLog } from '../history/line.ts';
import { observed } from '../history/observed.ts';
import { checkConservation } from '../kill/counting/conservation.ts';
import { printTally, takeTally } from '../kill/counting/tally.ts';
import { COURSE, SETTINGS } from '../kill/course.ts';
import { putMoneyIntoJourney } from '../kill/money-journey.ts';
import { crowdIsQuiet } from '../kill/quiet.ts';
import { printTable } from '../report/table.ts';
import type { Ending } from '../stage/ending.ts';
import { loseTemporal } from '../stage/lose-temporal.ts';
import { type Stage, openStage } from '../stage/stage.ts';
import { setOut } from './crowds.ts';
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
const MOST_SENTENCES = 5;

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
  await putMoneyIntoJourney(stage, COURSE);
  const crowds = await setOut(stage, ending, flags, logTo(log));
  const { crowd, userIds } = crowds;
  console.log(
    `\n${flags.learners} learners set out, and ${crowds.leavers.members.length} who will leave with all their money.`,
  );
  await pause(5_000);
  const strikes = await strikeParts(stage, ending, flags.strikes);
  crowds.calm();
  await crowds.enrolled;
  const eventsDuringOutage = await step(`PostgreSQL is away for ${flags['outage-seconds']} s`, () =>
    outage(stage, ending, userIds, flags['outage-seconds']),
  );
  await step("Temporal's database is lost", () => loseTemporal(stage));
  const unrest = await step('Waiting until all is quiet', () => crowdIsQuiet(stage, ending, crowds.all));
  await crowds.stop();
  const tally = await takeTally(stage, crowd, COURSE, unrest);
  tell(strikes);
  printTally('After all that', tally);
  const wrong = await checkConservation(stage.db);
  const history = await readHistory(stage, COURSE, userIds, readLog(log), crowds.stood);
  const { violations, observations } = judge(history);
  for (const sentence of wrong) console.log(`  wrong: ${sentence}`);
  return {
    strikes: strikes.length,
    momentsMet: strikes.filter(({ met }) => met).length,
    learners: flags.learners,
    ...tally.figures,
    eventsDuringOutage,
    conserved: wrong.length === 0,
    violations,
    observations,
  };
}

/** Judges the history, and prints on how many observations each judgement stands: one on none says nothing. */
function judge(history: History): { violations: number; observations: Record<Invariant, number> } {
  const found = checkHistory(history);
  const observations = observed(history);
  printTable(
    'The history checker',
    Object.entries(observations).map(([name, many]) => ({
      invariant: name,
      observations: many,
      violations: found[name as Invariant]?.length ?? 0,
    })),
  );
  for (const [name, all] of Object.entries(found))
    for (const sentence of all.slice(0, MOST_SENTENCES)) console.log(`  wrong: ${name}: ${sentence}`);
  return { violations: Object.values(found).flat().length, observations };
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
