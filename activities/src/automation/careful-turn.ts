import type { Command, Facts, Plan, RunState } from '@gradus/flow';
import type { Pipeline, Standing } from '@gradus/database';
import type { BellTarget } from '@gradus/temporal';
import type { LockedRun } from './locked-run.ts';
import type { Guard, Played } from './play.ts';
import { writeEffects } from './write-effects.ts';
import { writeDates, writeTurn } from './write-turn.ts';

/**
 * A turn taken again because it could not be written: after each input all that the turn has come to so far is written,
 * each input's effects under a savepoint of their own. The rest (visits, story, waits, dates, the row) is only tried and
 * taken back, because it is written once, at the end. Whatever cannot be written is the last input's doing.
 */
export class CarefulTurn implements Guard {
  readonly #pipeline: Pipeline;
  readonly #run: LockedRun;
  readonly #plan: Plan;
  readonly #standing: Standing;
  /** To be rung after the commit. */
  readonly rings: BellTarget[] = [];
  #kept: Command[] = [];

  constructor(pipeline: Pipeline, run: LockedRun, plan: Plan, standing: Standing) {
    this.#pipeline = pipeline;
    this.#run = run;
    this.#plan = plan;
    this.#standing = standing;
  }

  async passed(fresh: readonly Command[], state: RunState, facts: Facts): Promise<void> {
    const commands = [...this.#kept, ...fresh];
    await underSavepoint(this.#pipeline, async () => {
      this.rings.push(
        ...(await writeEffects(this.#pipeline, this.#run, this.#plan, this.#standing, fresh, null)),
      );
      await this.#tryTheRest({ commands, state, facts, taken: [], poisoned: [], again: false, left: [] });
    });
    this.#kept = commands;
  }

  blocked(commands: readonly Command[]): void {
    this.#kept.push(...commands);
  }

  async #tryTheRest(played: Played): Promise<void> {
    await this.#pipeline.settled();
    await this.#pipeline.ask('SAVEPOINT rest');
    writeTurn(this.#pipeline, this.#run, this.#plan, played);
    writeDates(this.#pipeline, this.#run, this.#plan, this.#standing, played);
    await this.#pipeline.settled();
    await this.#pipeline.ask('ROLLBACK TO SAVEPOINT rest');
  }
}

/** All or nothing of this piece of a transaction. */
export async function underSavepoint(pipeline: Pipeline, work: () => Promise<void> | void): Promise<void> {
  await pipeline.settled();
  await pipeline.ask('SAVEPOINT input');
  try {
    await work();
    await pipeline.settled();
    await pipeline.ask('RELEASE SAVEPOINT input');
  } catch (error) {
    await pipeline.settled().catch(() => {});
    await pipeline.ask('ROLLBACK TO SAVEPOINT input');
    throw error;
  }
}
