import type { EntityManager } from 'typeorm';
import type { ProcessInput } from '@gradus/contracts';
import { topics } from '@gradus/events';
import { runBell } from '@gradus/temporal';
import type { ActivityParts } from '../activity-parts.ts';
import { attend, endProcess } from '../processes/process-row.ts';
import {
  type MigrationRow,
  listRuns,
  lockMigration,
  sendNext,
  settleTaken,
  standing,
} from './migration-rows.ts';

export interface MigrationOutlook {
  next: 'end' | 'wait';
  /** Until the next pass; a bell (resumed, stopped) comes earlier. */
  waitMs: number;
}

/** A pass a second: what a second may send is sent at its beginning and rung evenly over it. */
const PASS_MS = 1_000;
/** Nobody is left to send; some have still to take their row. */
const SETTLING_MS = 2_000;
const PAUSED_MS = 3_600_000;

interface Pass {
  outlook: MigrationOutlook;
  ring: string[];
  changed: boolean;
}

/** Takes the people inside over to a published version. */
export function migrationActivities(parts: ActivityParts) {
  return {
    /**
     * One pass of a migration: notes who has taken their row, writes the rows of the next few runs and rings them at its
     * rate. Everything is in rows under the migration's lock, so passing twice, by two workers, or again after a kill
     * sends nobody twice and forgets nobody.
     */
    async migrateNextRuns({ processId }: ProcessInput): Promise<MigrationOutlook> {
      const process = await attend(parts.dataSource, processId);
      if (process.state === 'ended') return { next: 'end', waitMs: 0 };
      const { migration, pass } = await parts.dataSource.transaction('READ COMMITTED', async (manager) => {
        const row = await lockMigration(manager, process.subjectId);
        return { migration: row, pass: await takePass(manager, row, processId) };
      });
      if (pass.changed) await parts.live.publish([topics.automation(migration.automationId)]);
      await ringEvenly(parts, pass.ring, migration.runsPerSecond);
      if (pass.outlook.waitMs > PASS_MS) await attend(parts.dataSource, processId, pass.outlook.waitMs);
      return pass.outlook;
    },
  };
}

async function takePass(manager: EntityManager, migration: MigrationRow, processId: string): Promise<Pass> {
  const settled = await settleTaken(manager, migration);
  const going = migration.state === 'running';
  if (going && migration.preparedAt === null) await listRuns(manager, migration);
  const ring = going ? await sendNext(manager, migration) : [];
  const changed = settled > 0 || ring.length > 0;
  const left = await standing(manager, migration);
  const wait = (waitMs: number): Pass => ({ outlook: { next: 'wait', waitMs }, ring, changed });
  if (left.planned > 0 && going) return wait(PASS_MS);
  if (left.sent > 0) return wait(SETTLING_MS);
  if (migration.state === 'paused') return wait(PAUSED_MS);
  // Whoever came in on the old version while the new one was being published.
  if (going && (await listRuns(manager, migration)) > 0) return wait(0);
  const state = migration.state === 'stopped' ? 'stopped' : 'done';
  await manager.query(
    'UPDATE run_migrations SET state = $2, ended_at = clock_timestamp() WHERE id = $1 AND ended_at IS NULL',
    [migration.id, state],
  );
  await endProcess(manager, processId, state);
  return { outlook: { next: 'end', waitMs: 0 }, ring, changed: true };
}

/** A bell that is lost is made up for by the sweep: the rows are there. */
async function ringEvenly(parts: ActivityParts, runIds: string[], perSecond: number): Promise<void> {
  for (const runId of runIds) {
    const rung = parts.bells.tryRing(runBell(runId));
    await Promise.all([rung, new Promise((resolve) => setTimeout(resolve, PASS_MS / 2 / perSecond))]);
  }
}
