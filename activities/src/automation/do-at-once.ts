import { type Command, type Plan, versionIn } from '@gradus/flow';
import type { Pipeline } from '@gradus/database';
import type { BellTarget } from '@gradus/temporal';
import { failEffectByKey } from '../ledger/claim.ts';
import { settleInTurn, takeInTurn } from '../ledger/in-turn.ts';
import { EffectRefusedError, EntriesBusyError } from '../ledger/problems.ts';
import { workOf } from './effects/registry.ts';
import type { LockedRun } from './locked-run.ts';
import type { PendingInput } from './pending.ts';

export interface DoneAtOnce {
  /** What became of them, to be fed to the engine in the same turn. */
  outcomes: PendingInput[];
  /** To be rung after the commit. */
  rings: BellTarget[];
  /** Somebody else is about what one of them needs: its activity does it in a moment. */
  busy: boolean;
}

type Planned = Extract<Command, { type: 'effect' }>;

/**
 * Does the effects that the turn has just planned and that are nothing but rows. Each under a savepoint: one that cannot
 * be written stays planned, and its own activity tries it with all patience and says to ops what is wrong.
 */
export async function doAtOnce(
  pipeline: Pipeline,
  run: LockedRun,
  plan: Plan,
  commands: readonly Command[],
): Promise<DoneAtOnce> {
  const done: DoneAtOnce = { outcomes: [], rings: [], busy: false };
  for (const command of commands)
    if (command.type === 'effect' && workOf(command.kind)?.inTurn) {
      await pipeline.settled();
      await pipeline.ask('SAVEPOINT effect');
      try {
        await doOne(pipeline, run, plan, command, done);
        await pipeline.ask('RELEASE SAVEPOINT effect');
      } catch (error) {
        await pipeline.settled().catch(() => {});
        await pipeline.ask('ROLLBACK TO SAVEPOINT effect');
        done.busy ||= error instanceof EntriesBusyError;
        if (error instanceof EffectRefusedError && workOf(command.kind)?.asOfDecision)
          await refuseOne(pipeline, command, error, done);
      }
    }
  return done;
}

/** Our own rows said no, and will say so to an activity: the outcome is as of the decision, too. */
async function refuseOne(
  { manager }: Pipeline,
  { key, at }: Planned,
  { code, message }: EffectRefusedError,
  done: DoneAtOnce,
): Promise<void> {
  await failEffectByKey(manager, key, 'refused', { code, detail: message });
  const [effect] = await manager.query<Array<{ id: string }>>('SELECT id FROM effects WHERE key = $1', [key]);
  if (!effect) return;
  done.outcomes.push({
    input: { kind: 'effect', at, key, outcome: 'refused', detail: { code, message } },
    row: { table: 'effects', id: effect.id },
  });
}

async function doOne(
  { manager }: Pipeline,
  run: LockedRun,
  plan: Plan,
  { key, kind, stepId, versionId, given = {}, at: decidedAt }: Planned,
  done: DoneAtOnce,
): Promise<void> {
  const work = workOf(kind)!;
  const effect = await takeInTurn(manager, key);
  if (!effect) return;
  const config = versionIn(plan, versionId)?.steps[stepId]?.step.config;
  const made = await work.settle(manager, { ...effect, runId: run.id, config, given, inTurn: true }, null);
  await settleInTurn(manager, effect, made.outcome);
  const at = work.asOfDecision ? decidedAt : run.clock.toVirtual(run.now);
  const result = made.outcome.result ?? {};
  done.outcomes.push({
    input: { kind: 'effect', at, key, outcome: 'done', detail: null, result },
    row: { table: 'effects', id: effect.id, fed: true },
  });
  if (made.ring) done.rings.push(made.ring);
}
