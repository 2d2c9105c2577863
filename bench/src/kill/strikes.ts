import { setTimeout as pause } from 'node:timers/promises';
import { lockPhases } from './phases/lock-phases.ts';
import { moneyPhases } from './phases/money-phases.ts';
import { type Part, type Phase, type Scene, until } from './phases/phase.ts';
import { watchPhases } from './phases/watch-phases.ts';

/** One kill that was carried out. */
export interface Strike {
  name: string;
  /** Whether the phase was met; if not, the worker was killed all the same. */
  met: boolean;
  waitedMs: number;
  /** From the kill until the next worker polled. */
  downMs: number;
}

/** What the new worker gets to do before the next kill. */
const BREATH_MS = 1_500;

const PARTS: readonly Part[] = ['enrolling', 'studying', 'finishing'];

/**
 * Kills the worker at each phase in turn, in the order in which a crowd comes by them, and starts it again. `money`: only
 * at those of money.
 */
export async function strikeAll(
  scene: Scene,
  { kills, money }: { kills: number; money: boolean },
): Promise<Strike[]> {
  const strikes: Strike[] = [];
  const all = money ? moneyPhases : [...moneyPhases, ...lockPhases, ...watchPhases];
  for (const part of PARTS) {
    const phases = chosen(all, part, kills);
    if (phases.length > 0) await until(() => hasBegun(scene, part), 600, 50);
    for (const phase of phases) {
      strikes.push(await strike(scene, phase));
      await pause(BREATH_MS);
    }
  }
  return strikes;
}

/** The phases of a part, of every part the same share when not all are wanted. */
function chosen(all: readonly Phase[], part: Part, most: number): Phase[] {
  const own = all.filter((phase) => phase.part === part);
  return own.slice(0, Math.ceil((own.length * Math.min(most, all.length)) / all.length));
}

async function hasBegun({ stage: { db }, userIds }: Scene, part: Part): Promise<boolean> {
  const questions: Record<Part, string> = {
    enrolling: 'SELECT 1 FROM orders WHERE user_id = ANY($1::uuid[])',
    studying: `SELECT 1 FROM submissions WHERE user_id = ANY($1::uuid[]) AND state = 'graded'`,
    finishing: `SELECT 1 FROM credentials WHERE user_id = ANY($1::uuid[])`,
  };
  return (await db.query(`${questions[part]} LIMIT 1`, [userIds])).rows.length > 0;
}

async function strike(scene: Scene, phase: Phase): Promise<Strike> {
  const begun = Date.now();
  const met = await phase.strike(scene).catch((error: unknown) => {
    console.log(`  ${phase.name}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  });
  await scene.kill();
  const waitedMs = Date.now() - begun;
  console.log(`  killed: ${phase.name}${met ? '' : ' (not met)'} after ${waitedMs} ms`);
  const killedAt = Date.now();
  await pause(500 + Math.random() * 1_000);
  await scene.stage.worker.startAndBecomeReady();
  return { name: phase.name, met, waitedMs, downMs: Date.now() - killedAt };
}
